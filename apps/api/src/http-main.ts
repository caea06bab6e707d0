import { assertRedisAnswers } from './assert-redis-answers.ts';
import { readConfig } from './config.ts';
import { createLogger } from './create-logger.ts';
import { createServices, openStores } from './deps.ts';
import { describeStartError, StartError } from './describe-start-error.ts';
import { prepareDataDirectory } from './prepare-data-directory.ts';
import { prepareWeb } from './prepare-web.ts';
import { createReleaseStack } from './release-stack.ts';
import { runUntilSignal } from './run-until-signal.ts';
import { startHttp } from './start-http.ts';

/** A stateless replica of API and pages: migrates nothing, parses nothing. Any number of them may stand behind one address. */
const releases = createReleaseStack();

await runUntilSignal(
  releases,
  async () => {
    const config = prepareDataDirectory(readConfig(process.env));
    const log = createLogger(config.logLevel ?? 'info');
    const { databaseUrl } = config;
    if (databaseUrl === undefined)
      throw new StartError(
        'DATABASE_URL is not set. Several processes need one Postgres that all of them reach: set DATABASE_URL, or run npm start, which brings its own.',
      );
    const pages = await prepareWeb(releases);
    await assertRedisAnswers(config.redisUrl);
    const stores = await openStores(config, databaseUrl, log, releases);
    const services = createServices(config, stores, databaseUrl, log, releases);
    const { url } = await startHttp(config, stores, services, pages, log, releases);
    log.info({ url }, 'ready');
  },
  describeStartError,
);
