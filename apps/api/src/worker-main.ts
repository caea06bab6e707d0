import { assertRedisAnswers } from './assert-redis-answers.ts';
import { readConfig } from './config.ts';
import { createLogger } from './create-logger.ts';
import { openStores } from './deps.ts';
import { describeStartError, StartError } from './describe-start-error.ts';
import { prepareDataDirectory } from './prepare-data-directory.ts';
import { createReleaseStack } from './release-stack.ts';
import { runUntilSignal } from './run-until-signal.ts';
import { startWorkers } from './start-workers.ts';

// A process that parses uploads and does the background work; any number may run, on any number of machines.

const releases = createReleaseStack();

await runUntilSignal(
  releases,
  async () => {
    const config = prepareDataDirectory(readConfig(process.env));
    const log = createLogger(config.logLevel ?? 'info');
    if (config.databaseUrl === undefined) {
      throw new StartError(
        'A worker needs the database that the API uses, and DATABASE_URL is not set. Set it; or run npm start, whose one process parses as well.',
      );
    }
    await assertRedisAnswers(config.redisUrl);
    const stores = await openStores(config, config.databaseUrl, log, releases);
    startWorkers(config, stores, log, releases);
    log.info({ queue: stores.queueLocation.kind }, 'worker is ready');
  },
  describeStartError,
);
