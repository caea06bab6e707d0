import { AppError } from '@subsecond/contracts';

/** SQLSTATEs and system codes of a database that can not be reached, is shutting down, starting up or out of connections. */
const AWAY: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03', '53300', '25006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
/** disk_full, and io_error: what Postgres says when it can not write. */
const NO_ROOM: ReadonlySet<string> = new Set(['53100', '58030']);
/** node-postgres has no code for these. */
const LOST = /^Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable/;

/** Seconds; an embedded server is back sooner, a fail-over takes longer. */
const RETRY_AFTER = 5;

/** What befell the database, in the words of a person who waits for an answer; any other error as it is. */
export function asDatabaseFailure(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NO_ROOM.has(code))
    return because(
      error,
      new AppError(
        'storage-full',
        "The disk of the server's database is full, so nothing was kept. Make room on it, or delete profiles, and send it again.",
        60,
      ),
    );
  const socketIsGone = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  if (AWAY.has(code) || code.startsWith('08') || socketIsGone || LOST.test(error.message))
    return because(
      error,
      new AppError(
        'unavailable',
        "The database does not answer now. Send the request again in a few seconds; if that goes on, the server's log and /readyz say why.",
        RETRY_AFTER,
      ),
    );
  return error;
}

function because(cause: Error, failure: AppError): AppError {
  failure.cause = cause;
  return failure;
}
