import { type Logger, pino, stdTimeFunctions } from 'pino';

/** JSON lines on standard error: standard output is for the address to open. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: ['headers', 'req.headers', 'authorization', 'cookie'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
