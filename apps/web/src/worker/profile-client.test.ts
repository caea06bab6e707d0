import {
  chunkSamples,
  encodeChunkRecord,
  encodeRecordsHeader,
  encodeSampleChunk,
  encodeStackTables,
  type Profile,
} from '@subsecond/profile';
import { profileFromText } from '@subsecond/profile/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createProfileClient, type ProfileClient, ProfileClientError } from './profile-client.ts';
import type { OpenProgress, RequestMessage, ResponseMessage, WireSelection } from './protocol.ts';
import { createQueryServer } from './serve-queries.ts';

const profile = profileFromText(`
  time    0.010      1.110      2.120      -
  thread  web:7/8    web:7/8    swapper    db:5/5
  cpu     0          1          0          1
          main       main       do_idle@k  main
          parse      read
`);
const all: WireSelection = { filter: { event: 0, idle: 'exclude' }, ranges: undefined, measure: 'samples' };

const clients: ProfileClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.release();
});

describe('opening a profile', () => {
  it('rebuilds the tables that were stored', async () => {
    const { client, progress } = await start(serverOf(profile));
    const opened = await client.open('0190-ä', (step) => progress.push(step));
    expect(opened).toMatchObject({
      samples: 4,
      timedSamples: 3,
      defaultEvent: 0,
      cpuCount: 2,
      cpus: [0, 1],
      comms: ['db', 'swapper', 'web'],
      firstSampleNs: 10_000_000,
      lastSampleNs: 2_120_000_000,
      spanEndNs: 2_120_000_000 + profile.timeResolutionNs,
    });
    expect(opened.events).toMatchObject([{ name: 'cpu-clock', samples: 4, idleSamples: 1 }]);
    expect(opened.threads).toContainEqual({ pid: 7, tid: 8, comm: 'web' });
    expect(await client.select({ ...all, functions: 0 })).toMatchObject({ samples: 3, idleHidden: 1 });
    expect(progress.map((step) => step.phase)).toEqual(expect.arrayContaining(['fetching', 'inflating', 'building']));
  });

  it('asks for the escaped address, with the cookie', async () => {
    const asked: string[] = [];
    const { client } = await start(async (url) => {
      asked.push(url);
      return (await serverOf(profile))(url);
    });
    await client.open('a/b');
    expect(asked).toEqual(
      ['', '/threads', '/stacks', '/samples'].map((path) => `http://there/api/v1/profiles/a%2Fb${path}`),
    );
  });

  it.each([
    [401, { code: 'admin-token-required', detail: 'Type it.' }, 'admin-token-required'],
    [401, {}, 'admin-token-required'],
    [404, { code: 'profile-not-found', detail: 'x' }, 'profile-not-found'],
    [409, { code: 'profile-not-ready', detail: 'x' }, 'profile-not-ready'],
    [500, { code: 'internal', detail: 'x' }, 'server'],
    [502, 'a proxy says no', 'server'],
  ] as const)('answers status %i %j with %s', async (status, body, code) => {
    const { client } = await start(
      async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
    );
    await expect(client.open('x')).rejects.toMatchObject({ code, status });
  });

  it('says that there is no network', async () => {
    const { client } = await start(async () => {
      throw new TypeError('fetch failed');
    });
    await expect(client.open('x')).rejects.toMatchObject({ code: 'network' });
  });

  it('says by the profile itself that it is not ready, whatever its parts answered', async () => {
    const { client } = await start(async (url) =>
      url.endsWith('/x') ? Response.json({ status: 'parsing', events: [] }) : new Response('', { status: 500 }),
    );
    await expect(client.open('x')).rejects.toMatchObject({ code: 'profile-not-ready' });
  });

  it('refuses damaged tables', async () => {
    const fetch = await serverOf(profile);
    const { client } = await start(async (url) =>
      url.endsWith('/stacks') ? new Response(new Uint8Array([1, 2, 3])) : fetch(url),
    );
    await expect(client.open('x')).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe('questions', () => {
  it('wait until the profile is open', async () => {
    const { client } = await start(serverOf(profile));
    const opened = client.open('x');
    const selected = client.select({ ...all, functions: 0 });
    expect(await selected).toMatchObject({ samples: 3 });
    await opened;
  });

  it('fail without a profile', async () => {
    const { client } = await start(serverOf(profile));
    await expect(client.select({ ...all, functions: 0 })).rejects.toMatchObject({ code: 'not-open' });
  });

  it('that can not be answered say so', async () => {
    const { client } = await start(serverOf(profile));
    await client.open('x');
    await expect(
      client.heatMap({ filter: all.filter, rows: 10, periodNs: -1, measure: 'samples' }),
    ).rejects.toMatchObject({ code: 'bad-query' });
  });

  it('of a drag are answered first and last', async () => {
    const { client } = await start(serverOf(profile));
    await client.open('x');
    const answers = await Promise.all(
      [1, 2, 3, 4].map((seconds) =>
        client.select({ ...all, ranges: [{ startNs: 0, endNs: seconds * 1e9 }], functions: 0 }),
      ),
    );
    expect(answers.map((answer) => answer?.ranges?.[0]?.endNs)).toEqual([1e9, undefined, undefined, 4e9]);
  });

  it('are rejected when the client is released', async () => {
    const { client } = await start(serverOf(profile));
    const opened = client.open('x');
    client.release();
    client.release();
    await expect(opened).rejects.toBeInstanceOf(ProfileClientError);
    await expect(client.open('x')).rejects.toMatchObject({ code: 'released' });
  });

  it('with a pattern that never ends are given up, and the next is answered by a new worker', async () => {
    let workers = 0;
    const fetch = await serverOf(profile);
    const { client } = await start(fetch, {
      patternDeadlineMs: 20,
      hangsOn: (message) => message.query.kind === 'search',
      onWorker: () => workers++,
    });
    await client.open('x');
    const searched = client.search({ ...all, search: '/(a+)+$/' });
    const selected = client.select({ ...all, functions: 0 });
    await expect(searched).rejects.toMatchObject({ code: 'search-too-slow' });
    expect(await selected).toMatchObject({ samples: 3 });
    expect(workers).toBe(2);
  });
});

type Fetch = (url: string) => Promise<Response>;

/** The API's four answers for a profile. */
async function serverOf(stored: Profile): Promise<Fetch> {
  const records = [encodeRecordsHeader()];
  for (const { event, second, indexes } of chunkSamples(stored)) {
    records.push(
      encodeChunkRecord({
        event,
        second,
        sampleCount: indexes.length,
        bytes: await deflateRaw(encodeSampleChunk(stored, event, second, indexes)),
      }),
    );
  }
  const answers: Record<string, () => BodyInit> = {
    stacks: () => stackBytes,
    samples: () => new Blob(records),
    threads: () =>
      JSON.stringify({
        threads: stored.threads.comm.map((comm, i) => ({
          comm,
          pid: nullOf(stored.threads.pid[i]),
          tid: stored.threads.tid[i],
        })),
      }),
  };
  const stackBytes = await deflateRaw(encodeStackTables(stored));
  const about = JSON.stringify({
    status: 'ready',
    events: stored.events.map((event) => ({
      ...event,
      fixedWeight: event.fixedWeight ?? null,
      frequencyHz: event.frequencyHz ?? null,
    })),
    header: Object.fromEntries(Object.entries(stored.header).map(([name, value]) => [name, value ?? null])),
    timeZeroSeconds: stored.timeZeroSeconds,
    timeResolutionNs: stored.timeResolutionNs,
    error: null,
  });
  return async (url) => new Response(answers[url.split('/').at(-1) ?? '']?.() ?? about);
}

function nullOf(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value;
}

async function deflateRaw(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

interface WorkerPart {
  postMessage(message: RequestMessage): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ResponseMessage>) => void) | null;
  onerror: unknown;
  onmessageerror: unknown;
}

/** A client on a worker without a thread: the real server behind structured clones. */
async function start(
  fetch: Fetch | Promise<Fetch>,
  options: { patternDeadlineMs?: number; hangsOn?: (message: RequestMessage) => boolean; onWorker?: () => void } = {},
) {
  const reach = await fetch;
  const progress: OpenProgress[] = [];
  const createWorker = (): Worker => {
    options.onWorker?.();
    let isAlive = true;
    let isHanging = false;
    const part: WorkerPart = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      terminate() {
        isAlive = false;
      },
      postMessage(message) {
        const copy = structuredClone(message);
        isHanging ||= options.hangsOn?.(copy) === true;
        if (!isHanging) void server.handle(copy);
      },
    };
    const server = createQueryServer({
      fetch: reach,
      now: () => performance.now(),
      post(message, transfer) {
        const copy = structuredClone(message, { transfer });
        setTimeout(() => isAlive && part.onmessage?.(new MessageEvent('message', { data: copy })), 0);
      },
    });
    return part as unknown as Worker;
  };
  const client = createProfileClient({
    createWorker,
    base: 'http://there',
    ...(options.patternDeadlineMs === undefined ? {} : { patternDeadlineMs: options.patternDeadlineMs }),
  });
  clients.push(client);
  return { client, progress };
}
