import { Redis } from 'ioredis';
import { StartError } from './describe-start-error.ts';

const CONNECT_MS = 5_000;

/** Once, at the start: a queue that was there and goes away later is waited for. */
export async function assertRedisAnswers(url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: string | undefined;
  redis.on('error', (error: Error) => (reason ??= error.message));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    reason ??= error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The Redis of REDIS_URL, ${new URL(url).host}, can not be used: ${reason}. Start it or correct REDIS_URL, such as redis://redis:6379; or leave REDIS_URL out, and the queue lives in Postgres.`,
    );
  } finally {
    redis.disconnect();
  }
}
