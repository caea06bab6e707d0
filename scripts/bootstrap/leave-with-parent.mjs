import { isMainThread } from 'node:worker_threads';

/** Loaded before the program (`--import`): when the process that started it is gone, the program is told to stop. */
if (isMainThread && process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
