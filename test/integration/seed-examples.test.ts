import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LOCAL_OWNER } from '@subsecond/api/deps.ts';
import { seedExamples } from '@subsecond/api/seed-examples.ts';
import type { ProfileList, ProfilePatch } from '@subsecond/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getJson } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let examples: string;
let data: string;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
afterAll(() => server.release());
beforeEach(async () => {
  for (const { id } of await shown()) await change(id, undefined);
  examples = mkdtempSync(join(tmpdir(), 'subsecond-examples-'));
  data = mkdtempSync(join(tmpdir(), 'subsecond-seeded-'));
  return () => {
    rmSync(examples, { recursive: true });
    rmSync(data, { recursive: true });
  };
});

const shown = async (): Promise<ProfileList['profiles']> =>
  (await getJson<ProfileList>(`${server.url}/api/v1/profiles`)).profiles;

async function change(id: string, patch: ProfilePatch | undefined): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/profiles/${id}`, {
    method: patch === undefined ? 'DELETE' : 'PATCH',
    ...(patch === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(patch) }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** A release: its recordings by name; each version of one has other bytes. */
function release(versions: Readonly<Record<string, number>>): Promise<number> {
  for (const [name, version] of Object.entries(versions)) {
    mkdirSync(join(examples, name), { recursive: true });
    writeFileSync(join(examples, name, 'story.json'), JSON.stringify({ name: `${name} v${version}`, story: 'Look.' }));
    writeFileSync(join(examples, name, 'profile.perf.txt.gz'), gzipSync(`# release ${version}\n${burstRecording()}`));
  }
  return seedExamples(
    {
      profiles: server.services.profiles,
      teams: server.stores.teams,
      owner: LOCAL_OWNER,
      installationId: 'this one',
      examplesDirectory: examples,
      dataDirectory: data,
    },
    new AbortController().signal,
  );
}

const namesShown = async (): Promise<string[]> => (await shown()).map(({ name }) => name).sort();

describe('the examples of a newer release', () => {
  it('are uploaded once, and replace the older recordings', async () => {
    expect(await release({ convoy: 1, bursts: 1 })).toBe(2);
    expect(await release({ convoy: 1, bursts: 1 })).toBe(0);
    expect(await release({ convoy: 2, bursts: 1 })).toBe(1);
    expect(await namesShown()).toEqual(['bursts v1', 'convoy v2']);
    expect(await release({ convoy: 2, bursts: 1, loop: 2 })).toBe(1);
    expect(await release({ convoy: 1, bursts: 1 })).toBe(1);
    expect(await namesShown()).toEqual(['bursts v1', 'convoy v1', 'loop v2']);
  });

  it('leave alone what a person has renamed, labelled or pinned, and what was deleted', async () => {
    await release({ deleted: 1, labelled: 1, pinned: 1, renamed: 1, untouched: 1 });
    const idOf = async (name: string): Promise<string> =>
      (await shown()).find((profile) => profile.name === name)?.id ?? '';
    await change(await idOf('deleted v1'), undefined);
    await change(await idOf('labelled v1'), { labels: { team: 'mine' } });
    await change(await idOf('pinned v1'), { pinned: true });
    await change(await idOf('renamed v1'), { name: 'mine' });
    expect(await release({ deleted: 2, labelled: 2, pinned: 2, renamed: 2, untouched: 2 })).toBe(1);
    expect(await namesShown()).toEqual(['labelled v1', 'mine', 'pinned v1', 'untouched v2']);
    await change(await idOf('pinned v1'), { pinned: false });
  });

  it('replace the old copy also where an earlier start was cut short before it was gone', async () => {
    await release({ 'cut-short': 1 });
    const [old] = await shown();
    const inTeam = server.stores.teams.inTeam;
    await release({ 'cut-short': 2 });
    // As it was before the second step: the old copy is there as well.
    await inTeam(LOCAL_OWNER.teamId, ({ profiles }) =>
      profiles.insertQueued({
        id: old?.id ?? '',
        name: 'cut-short v1',
        host: undefined,
        labels: {},
        story: 'Look.',
        fileName: undefined,
        startedAt: undefined,
        blobKey: `${LOCAL_OWNER.teamId}/${old?.id}`,
        uploadBytes: 1,
        uploadSha256: '00'.repeat(32),
        exampleKey: 'cut-short',
      }),
    );
    expect(await namesShown()).toEqual(['cut-short v1', 'cut-short v2']);
    expect(await release({ 'cut-short': 2 })).toBe(0);
    expect(await namesShown()).toEqual(['cut-short v2']);
  });
});
