import type { Readable } from 'node:stream';
import type { Worker } from 'node:worker_threads';
import type { ProfileFailure } from '@subsecond/contracts';
import { INTERNAL_FAILURE, ParseFailure, type UploadParser } from '../services/parse-profile.service.ts';
import type { ParsedTables } from '../services/ports.ts';
import type { FromParseThread, ToParseThread } from './parse-thread-messages.ts';

export interface ParseBounds {
  readonly maxSeconds: number;
  readonly maxMemoryMb: number;
  /** A thread ended by a bug: the stack goes to the log, the person who uploaded gets a plain failure. */
  readonly onBroken: (error: Error) => void;
}

/** Bytes on their way into a thread: enough to keep it busy, few enough to keep memory flat. */
const WINDOW_BYTES = 8 << 20;

/** The upload failed, and took its thread with it. */
export class ThreadSpent extends ParseFailure {}

const tooLarge = (maxMemoryMb: number): ProfileFailure => ({
  ...INTERNAL_FAILURE,
  code: 'limit-memory',
  message: `Reading it took more than ${maxMemoryMb} MiB of memory.`,
  cure: 'Record for a shorter time or on fewer CPUs, or raise SUBSECOND_MAX_PARSE_MEMORY_MB.',
});

const tooLong = (maxSeconds: number): ProfileFailure => ({
  ...INTERNAL_FAILURE,
  code: 'limit-parse-time',
  message: `Reading it took more than ${maxSeconds} s.`,
  cure: 'Record for a shorter time, or raise SUBSECOND_MAX_PARSE_SECONDS.',
});

/** What V8 says when a table can't grow; the heap's own limit ends the thread instead, with ERR_WORKER_OUT_OF_MEMORY. */
const OUT_OF_MEMORY =
  /allocation failed|Invalid (?:typed )?array (?:buffer )?length|maximum size exceeded|Invalid string length|out of memory/i;

/** Sends one upload through a thread. `number` tells its messages from those of the upload before. */
export function parseInThread(
  thread: Worker,
  number: number,
  upload: Readable,
  onProgress: Parameters<UploadParser['parse']>[1],
  bounds: ParseBounds,
): Promise<ParsedTables> {
  const { maxSeconds, maxMemoryMb, onBroken } = bounds;
  const { promise, resolve, reject } = Promise.withResolvers<ParsedTables>();
  let inFlight = 0;
  let bytesRead = 0;
  let settled = false;
  let wake: (() => void) | undefined;

  const send = (message: ToParseThread, transfer: readonly ArrayBuffer[] = []): void =>
    thread.postMessage(message, transfer);

  const broken = (error: Error): void => {
    onBroken(error);
    reject(new ThreadSpent(INTERNAL_FAILURE, { cause: error }));
  };

  const onMessage = (message: FromParseThread): void => {
    if (message.upload !== number) return;
    switch (message.kind) {
      case 'taken':
        inFlight -= message.bytes;
        bytesRead += message.bytes;
        onProgress({ bytesRead, samples: message.samples });
        wake?.();
        return;
      case 'parsed':
        resolve(message.tables);
        return;
      case 'refused':
        reject(new ParseFailure(message.failure));
        return;
      case 'broken':
        if (OUT_OF_MEMORY.test(message.message)) reject(new ThreadSpent(tooLarge(maxMemoryMb)));
        else broken(Object.assign(new Error(`${message.name}: ${message.message}`), { stack: message.stack }));
        return;
      default:
        message satisfies never;
    }
  };
  const onError = (error: unknown): void => {
    const cause = error instanceof Error ? error : new Error(String(error));
    if ('code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY') reject(new ThreadSpent(tooLarge(maxMemoryMb)));
    else broken(cause);
  };
  const onExit = (code: number): void => reject(new Error(`the parse thread ended with code ${code}`));

  const pump = async (): Promise<void> => {
    send({ kind: 'begin', upload: number });
    for await (const chunk of upload) {
      const bytes = ownChunk(chunk);
      inFlight += bytes.length;
      send({ kind: 'chunk', upload: number, bytes }, [bytes.buffer]);
      while (inFlight > WINDOW_BYTES && !settled) await new Promise<void>((go) => (wake = go));
    }
    send({ kind: 'end', upload: number });
  };

  thread.ref();
  thread.on('message', onMessage).on('error', onError).on('exit', onExit);
  const deadline = setTimeout(() => reject(new ThreadSpent(tooLong(maxSeconds))), maxSeconds * 1000);
  // An upload that can't be read to its end; after the promise is settled it only means that nobody wanted the rest.
  pump().catch(reject);
  return promise.finally(() => {
    settled = true;
    clearTimeout(deadline);
    thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    thread.unref();
    upload.destroy();
    wake?.();
  });
}

/** Bytes that can be moved to the thread: a chunk that shares its memory with others is copied. */
function ownChunk(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (!(chunk instanceof Uint8Array)) throw new Error('an upload is read as bytes, not as text');
  if (chunk.buffer instanceof ArrayBuffer && chunk.byteLength === chunk.buffer.byteLength)
    return new Uint8Array(chunk.buffer);
  return new Uint8Array(chunk);
}
