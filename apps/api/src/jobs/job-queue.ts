import type { JobName, JobPayload } from '@subsecond/contracts';
import type { JobQueue } from '../services/ports.ts';
import { JOBS } from './job-catalog.ts';
import { connectQueue, type QueueLocation } from './queue-connection.ts';

export interface JobQueueOptions {
  readonly location: QueueLocation;
  /** Told when a job could not be added, or a connection was lost. */
  readonly onError: (error: Error) => void;
}

/** Longer than this nobody waits for the queue: the row is durable already, and the sweeper adds what is missing. */
const ENQUEUE_MS = 3_000;

/**
 * Adds jobs. A finished job is forgotten at once, whether it failed or not, so that its id can be used again; while it waits or
 * runs, the id keeps it from being added twice. Never rejects: a queue that is away delays work and loses none.
 */
export function createJobQueue(options: JobQueueOptions): JobQueue & { release(): Promise<void> } {
  const connection = connectQueue(options.location, options.onError);
  const queues = {
    'parse-profile': connection.open('parse-profile'),
    'delete-blob': connection.open('delete-blob'),
  } as const satisfies Record<JobName, unknown>;

  const enqueue = async <N extends JobName>(name: N, id: string, payload: JobPayload<N>): Promise<void> => {
    const { attempts, backoffMs } = JOBS[name];
    const adding = queues[name].add(name, payload, {
      jobId: id,
      attempts,
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: true,
      removeOnFail: true,
    });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`the queue did not take ${name} ${id} within ${ENQUEUE_MS} ms`)),
        ENQUEUE_MS,
      );
    });
    try {
      await Promise.race([adding, deadline]);
    } catch (error) {
      adding.catch(() => undefined); // reported once, below
      options.onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    enqueueParse: (payload) => enqueue('parse-profile', JOBS['parse-profile'].id(payload), payload),
    enqueueDeleteBlob: (payload) => enqueue('delete-blob', JOBS['delete-blob'].id(payload), payload),
    release: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.release()));
    },
  };
}
