import {
  assertProfileIntegrity,
  decodeSampleChunks,
  decodeStackTables,
  type Profile,
  readChunkRecords,
} from '@subsecond/profile';
import { fetchBytes } from './fetch-bytes.ts';
import { inflateRaw } from './inflate.ts';
import { ProfileFailure } from './profile-failure.ts';
import type { OpenProgress } from './protocol.ts';
import { readStoredProfile, readThreads, type StoredProfile } from './read-profile-json.ts';

export interface FetchProfileDeps {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly onProgress: (progress: OpenProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * The whole profile, from four answers that are asked for at once. What comes over the wire is what the database stores;
 * the tables built here are the ones the parser built.
 */
export async function fetchProfile(base: string, profileId: string, deps: FetchProfileDeps): Promise<Profile> {
  const address = `${base}/api/v1/profiles/${encodeURIComponent(profileId)}`;
  const counted = countBytes(deps.onProgress);
  const part = (path: string): Promise<Uint8Array<ArrayBuffer>> =>
    fetchBytes(deps.fetch, `${address}${path}`, deps.signal, counted.watch());
  const [about, threads, stacks, samples] = await Promise.allSettled([
    part(''),
    part('/threads'),
    part('/stacks'),
    part('/samples'),
  ]);
  // The first answer explains the others' failures best: a profile that is still parsed has no stacks yet.
  const stored = readStoredProfile(fulfilled(about));
  assertReady(stored);
  const received = { threads: fulfilled(threads), stacks: fulfilled(stacks), samples: fulfilled(samples) };
  deps.onProgress({ phase: 'inflating', ...counted.bytes() });
  return await buildProfile(stored, received, () => deps.onProgress({ phase: 'building', ...counted.bytes() }));
}

interface Received {
  readonly threads: Uint8Array;
  readonly stacks: Uint8Array<ArrayBuffer>;
  readonly samples: Uint8Array<ArrayBuffer>;
}

export async function buildProfile(
  stored: StoredProfile,
  received: Received,
  onBuilding: () => void,
): Promise<Profile> {
  try {
    const records = readChunkRecords(received.samples);
    const [tables, chunks] = await Promise.all([
      inflateRaw(received.stacks),
      Promise.all(
        records.map(async (record) => ({
          event: record.event,
          second: record.second,
          bytes: await inflateRaw(record.bytes.slice()),
        })),
      ),
    ]);
    onBuilding();
    const profile: Profile = {
      ...decodeStackTables(tables),
      samples: decodeSampleChunks(chunks, stored.timeResolutionNs),
      threads: readThreads(received.threads),
      events: stored.events,
      timeZeroSeconds: stored.timeZeroSeconds,
      timeResolutionNs: stored.timeResolutionNs,
      header: stored.header,
    };
    assertProfileIntegrity(profile);
    return profile;
  } catch (error) {
    if (error instanceof ProfileFailure) throw error;
    throw new ProfileFailure(
      'damaged',
      `The profile's tables can not be read: ${error instanceof Error ? error.message : String(error)}. Reload; if it stays, upload the recording again.`,
    );
  }
}

function assertReady(stored: StoredProfile): void {
  if (stored.status === 'ready') return;
  if (stored.status === 'failed')
    throw new ProfileFailure('profile-failed', stored.failureMessage ?? 'The recording could not be read.');
  throw new ProfileFailure('profile-not-ready', `The profile is ${stored.status}; wait until it is ready.`);
}

function fulfilled<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

function countBytes(onProgress: (progress: OpenProgress) => void): {
  watch: () => { expected: (bytes: number | undefined) => void; received: (bytes: number) => void };
  bytes: () => { bytesRead: number; bytesTotal: number | undefined };
} {
  let asked = 0;
  let answered = 0;
  let read = 0;
  let total: number | undefined = 0;
  const bytes = (): { bytesRead: number; bytesTotal: number | undefined } => ({
    bytesRead: read,
    bytesTotal: answered === asked ? total : undefined,
  });
  return {
    bytes,
    watch() {
      asked++;
      return {
        expected(length) {
          answered++;
          total = total === undefined || length === undefined ? undefined : total + length;
        },
        received(length) {
          read += length;
          onProgress({ phase: 'fetching', ...bytes() });
        },
      };
    },
  };
}
