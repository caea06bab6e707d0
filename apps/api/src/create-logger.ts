import { type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import { createRepeatFilter } from './repeat-filter.ts';

/**
 * JSON lines on standard error: standard output is for the address to open. Warnings and errors of one kind are written once, and
 * then counted: an outage must not fill a disk.
 */
export function createLogger(level: string): Logger {
  const repeats = createRepeatFilter();
  const logMethod: NonNullable<LoggerOptions['hooks']>['logMethod'] = function (args, method, lineLevel) {
    if (lineLevel < WARN || !isRepeatable(args[0])) return method.apply(this, args);
    const kind = kindOf(lineLevel, args);
    repeats(
      kind,
      () => method.apply(this, args),
      (times, seconds) =>
        method.apply(this, [{ repeated: times }, `${kind.text} (${times} times more in the last ${seconds} s)`]),
    );
  };
  const destination = pino.destination({ dest: 2, sync: true });
  destination.on('error', () => undefined); // a terminal that was closed takes no more lines
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: ['headers', 'req.headers', 'authorization', 'cookie'],
      hooks: { logMethod },
    },
    destination,
  );
}

const WARN = 30 + 10;

/** Whoever got an `internal` was told that the log has it under the request's id. */
const isRepeatable = (first: unknown): boolean =>
  !(typeof first === 'object' && first !== null && 'code' in first && first.code === 'internal');

/** Level, sentence and error, without what differs from one time to the next: ids, times, counts. */
function kindOf(level: number, args: readonly unknown[]): { readonly key: string; readonly text: string } {
  const [first, second] = args;
  const text = typeof first === 'string' ? first : typeof second === 'string' ? second : '';
  const error: unknown =
    first instanceof Error ? first : typeof first === 'object' && first !== null && 'err' in first ? first.err : '';
  const reason = error instanceof Error ? error.message : '';
  return { key: `${level} ${text} ${reason}`.replaceAll(/[0-9a-f]*\d[0-9a-f-]*/gi, '#').slice(0, 300), text };
}
