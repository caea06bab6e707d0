import { z } from 'zod';

/** Names and payloads of background jobs; `apps/api/src/jobs` has a handler for each, held by `satisfies`. */
export const JOB_PAYLOADS = {
  'parse-profile': z.object({ teamId: z.uuid(), profileId: z.uuid() }),
  'delete-blob': z.object({ blobKey: z.string() }),
} as const;
export type JobName = keyof typeof JOB_PAYLOADS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOB_PAYLOADS)[N]>;
