import { JOB_PAYLOADS, type JobName, type JobPayload } from '@subsecond/contracts';
import { type ParseProfileDeps, parseProfile } from '../services/parse-profile.service.ts';
import type { BlobStore } from '../services/ports.ts';

/** What the handlers of all jobs need. */
export interface JobDeps extends ParseProfileDeps {
  readonly blobs: Pick<BlobStore, 'read' | 'remove'>;
}

interface JobKind<N extends JobName> {
  /** A job whose id is waiting or running is not added again. Never an integer, never with a colon: BullMQ refuses both. */
  id(payload: JobPayload<N>): string;
  /** Tries and back-off after errors of the machine; what is wrong with an upload is no error here. */
  readonly attempts: number;
  readonly backoffMs: number;
  handle(deps: JobDeps, payload: JobPayload<N>): Promise<unknown>;
}

/** Every job there is: its name is the name of its queue. */
export const JOBS = {
  'parse-profile': {
    id: ({ profileId }) => profileId,
    attempts: 5,
    backoffMs: 1_000,
    handle: parseProfile,
  },
  'delete-blob': {
    id: ({ blobKey }) => Buffer.from(blobKey).toString('base64url'),
    attempts: 8,
    backoffMs: 2_000,
    handle: ({ blobs }, { blobKey }) => blobs.remove(blobKey),
  },
} as const satisfies { readonly [N in JobName]: JobKind<N> };

export const JOB_NAMES = Object.keys(JOBS) as readonly JobName[];

/** A payload is checked where it leaves the queue: another release may have written it. */
export async function runJob(name: JobName, data: unknown, deps: JobDeps): Promise<void> {
  switch (name) {
    case 'parse-profile':
      await JOBS[name].handle(deps, JOB_PAYLOADS[name].parse(data));
      return;
    case 'delete-blob':
      await JOBS[name].handle(deps, JOB_PAYLOADS[name].parse(data));
      return;
    default:
      name satisfies never;
      throw new Error(`no job is called ${String(name)}`);
  }
}
