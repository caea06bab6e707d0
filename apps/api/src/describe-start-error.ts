import { ConfigError } from './config.ts';
import { EmbeddedPostgresError } from './db/embedded/embedded-error.ts';
import { MigrationError } from './db/run-migrations.ts';

/** A start that fails for a reason the person can do something about gets a message with the cure; anything else, its stack. */
export function describeStartError(error: unknown): string {
  if (
    error instanceof ConfigError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof MigrationError ||
    error instanceof StartError
  )
    return error.message;
  const { code, port, address } = systemErrorFields(error);
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program, maybe by another Subsecond. Stop that one, or start with another port: PORT=${Number(port) + 1} npm start (PORT=0 takes any free one).`;
    case 'EACCES':
      if (port !== undefined)
        return `This user may not listen on port ${port}. Start with a port above 1023: PORT=3000 npm start.`;
      break;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is ${address ?? 'set to an address'} that this machine does not have. Leave HOST out to listen on 127.0.0.1.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Thrown by a main whose environment lacks something; the message holds the cure. */
export class StartError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StartError';
  }
}

interface SystemErrorFields {
  readonly code: unknown;
  readonly port: unknown;
  readonly address: unknown;
}

function systemErrorFields(error: unknown): SystemErrorFields {
  const field = (name: keyof SystemErrorFields): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined;
  return { code: field('code'), port: field('port'), address: field('address') };
}
