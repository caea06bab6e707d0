import { setTimeout as sleep } from 'node:timers/promises';

/** Uploads a perf script text as curl would and waits until it is ready; throws what the profile failed with. */
export async function uploadText(serverUrl: string, text: string, fileName = 'made-up.perf.txt'): Promise<string> {
  return await uploadBlob(serverUrl, new Blob([text]), fileName);
}

/** The same for any bytes: gzip, or a file too large for a string. */
export async function uploadBlob(serverUrl: string, bytes: Blob, fileName: string): Promise<string> {
  const form = new FormData();
  form.append('file', bytes, fileName);
  const response = await fetch(`${serverUrl}/api/v1/profiles`, { method: 'POST', body: form });
  if (response.status !== 202) throw new Error(`the upload answered ${response.status}: ${await response.text()}`);
  const { id }: { id: string } = await response.json();
  for (;;) {
    const profile: { status: string; error: unknown } = await (
      await fetch(`${serverUrl}/api/v1/profiles/${id}`)
    ).json();
    if (profile.status === 'ready') return id;
    if (profile.status === 'failed') throw new Error(`the profile failed: ${JSON.stringify(profile.error)}`);
    await sleep(50);
  }
}
