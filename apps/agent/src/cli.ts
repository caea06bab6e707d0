import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCommand, type UploadSettings, USAGE, UsageError } from './config.ts';
import { openUpload } from './upload/open-upload.ts';
import { sendProfile } from './upload/send-profile.ts';
import { UploadError } from './upload/upload-error.ts';
import { withRetries } from './upload/with-retries.ts';

export interface CliEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  /** The answer, on standard output. */
  readonly print: (line: string) => void;
  /** Progress and failures, on standard error. */
  readonly report: (line: string) => void;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Exit codes: 0 done, 1 the upload failed, 2 what was typed can't be understood. */
export async function runCli(args: readonly string[], environment: CliEnvironment): Promise<number> {
  try {
    const command = readCommand(args, environment.env);
    if (command.kind === 'help') environment.print(USAGE);
    else environment.print(await upload(command.settings, environment));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      environment.report(`${error.message}\nsubsecond-agent --help shows what there is.`);
      return 2;
    }
    if (!(error instanceof UploadError)) throw error;
    environment.report(error.message);
    return 1;
  }
}

/** Resolves with the profile's address once the server has it for good. */
async function upload(settings: UploadSettings, { stdin, report, wait = sleep }: CliEnvironment): Promise<string> {
  const source = await openUpload(settings.file, stdin);
  try {
    // The same for every attempt: the server takes the profile once, however often an answer is lost on the way.
    const idempotencyKey = randomUUID();
    const metadata = {
      name: settings.name ?? (settings.file === undefined ? undefined : path.basename(settings.file)),
      host: settings.host,
      labels: settings.labels,
      startedAt: settings.startedAt,
    };
    const accepted = await withRetries(
      () => sendProfile({ server: settings.server, key: settings.key, idempotencyKey, metadata, source }),
      {
        attempts: settings.attempts,
        wait,
        random: Math.random,
        report,
      },
    );
    return new URL(accepted.url, settings.server).href;
  } finally {
    await source.release();
  }
}
