import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { ProfileFailure } from '@subsecond/contracts';
import { INTERNAL_FAILURE, ParseFailure, type UploadParser } from '../services/parse-profile.service.ts';
import type { ParsedTables } from '../services/ports.ts';
import type { FromParseThread, ParseThreadLimits, ToParseThread } from './parse-thread-messages.ts';

/**
 * Uploads are parsed in threads, so that the event loop goes on renewing the locks of running jobs. A thread is used for one
 * upload after the other, because warm code reads several times as fast; after a bug, a full heap or a deadline it is replaced.
 */
export interface ParseThreadsOptions {
  /** Uploads parsed at once; a further one waits. */
  readonly threads: number;
  readonly limits: ParseThreadLimits;
  readonly maxSeconds: number;
  readonly maxMemoryMb: number;
  /** A thread ended by a bug: the stack goes to the log, the person who uploaded gets a plain failure. */
  readonly onBroken: (error: Error) => void;
}

/** Bytes on their way into a thread: enough to keep it busy, few enough to keep memory flat. */
const WINDOW_BYTES = 8 << 20;

export function createParseThreads(options: ParseThreadsOptions): UploadParser & { release(): Promise<void> } {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let released = false;

  const start = (): Worker => {
    const thread = new Worker(new URL('./parse-thread.ts', import.meta.url), {
      workerData: plainLimits(options.limits),
      resourceLimits: { maxOldGenerationSizeMb: options.maxMemoryMb },
      name: 'parse',
    });
    thread.unref();
    thread.on('error', () => undefined); // a running upload listens as well; an idle thread is replaced when it is needed
    thread.on('exit', () => {
      all.delete(thread);
      const index = idle.indexOf(thread);
      if (index >= 0) idle.splice(index, 1);
    });
    all.add(thread);
    return thread;
  };

  const take = async (): Promise<Worker> => {
    while (running >= options.threads) await new Promise<void>((resolve) => waiting.push(resolve));
    if (released) throw new Error('the parse threads have been released');
    running++;
    return idle.pop() ?? start();
  };

  const giveBack = (thread: Worker, reusable: boolean): void => {
    running--;
    if (reusable && !released && all.has(thread)) idle.push(thread);
    else void thread.terminate();
    waiting.shift()?.();
  };

  for (let i = 0; i < options.threads; i++) idle.push(start());

  return {
    parse: async (upload, onProgress) => {
      const thread = await take();
      let reusable = false;
      try {
        const tables = await parseIn(thread, upload, onProgress, options);
        reusable = true;
        return tables;
      } catch (error) {
        reusable = error instanceof ParseFailure && !(error instanceof ThreadSpent);
        throw error;
      } finally {
        giveBack(thread, reusable);
      }
    },
    release: async () => {
      released = true;
      await Promise.all([...all].map((thread) => thread.terminate()));
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

/** Whoever passes more than the limits (a whole configuration) does not send its secrets into the threads. */
const plainLimits = ({
  maxInflatedBytes,
  maxInflationRatio,
  maxLineBytes,
  maxStackDepth,
  maxStrings,
  maxStacks,
  maxSamples,
}: ParseThreadLimits): ParseThreadLimits => ({
  maxInflatedBytes,
  maxInflationRatio,
  maxLineBytes,
  maxStackDepth,
  maxStrings,
  maxStacks,
  maxSamples,
});

/** The upload failed, and took its thread with it. */
class ThreadSpent extends ParseFailure {}

const limitFailure = (code: 'limit-memory' | 'limit-parse-time', message: string, cure: string): ProfileFailure => ({
  ...INTERNAL_FAILURE,
  code,
  message,
  cure,
});

/** What V8 says when a table can't grow: the heap's own limit ends the thread instead, with ERR_WORKER_OUT_OF_MEMORY. */
const OUT_OF_MEMORY =
  /allocation failed|Invalid (?:typed )?array (?:buffer )?length|maximum size exceeded|Invalid string length|out of memory/i;

function parseIn(
  thread: Worker,
  upload: Readable,
  onProgress: Parameters<UploadParser['parse']>[1],
  options: ParseThreadsOptions,
): Promise<ParsedTables> {
  const { maxSeconds, maxMemoryMb, onBroken } = options;
  const tooLarge = (): ParseFailure =>
    new ThreadSpent(
      limitFailure(
        'limit-memory',
        `Reading it took more than ${maxMemoryMb} MiB of memory.`,
        'Record for a shorter time or on fewer CPUs, or raise SUBSECOND_MAX_PARSE_MEMORY_MB.',
      ),
    );
  const send = (message: ToParseThread, transfer: readonly ArrayBuffer[] = []): void =>
    thread.postMessage(message, transfer);
  return new Promise((resolve, reject) => {
    let inFlight = 0;
    let bytesRead = 0;
    let wake: (() => void) | undefined;
    const settle = (finish: () => void): void => {
      clearTimeout(deadline);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      thread.unref();
      upload.destroy();
      wake?.();
      finish();
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const onMessage = (message: FromParseThread): void => {
      switch (message.kind) {
        case 'taken':
          inFlight -= message.bytes;
          bytesRead += message.bytes;
          onProgress({ bytesRead, samples: message.samples });
          wake?.();
          return;
        case 'parsed':
          return settle(() => resolve(message.tables));
        case 'refused':
          return fail(new ParseFailure(message.failure));
        case 'abandoned':
          return; // whoever abandoned it has settled already
        case 'broken': {
          if (OUT_OF_MEMORY.test(message.message)) return fail(tooLarge());
          const error = Object.assign(new Error(`${message.name}: ${message.message}`), { stack: message.stack });
          onBroken(error);
          return fail(new ThreadSpent(INTERNAL_FAILURE, { cause: error }));
        }
        default:
          message satisfies never;
      }
    };
    const onError = (error: unknown): void => {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        return fail(tooLarge());
      const cause = error instanceof Error ? error : new Error(String(error));
      onBroken(cause);
      fail(cause);
    };
    const onExit = (code: number): void => fail(new Error(`the parse thread ended with code ${code}`));
    const deadline = setTimeout(() => {
      fail(
        new ThreadSpent(
          limitFailure(
            'limit-parse-time',
            `Reading it took more than ${maxSeconds} s.`,
            'Record for a shorter time, or raise SUBSECOND_MAX_PARSE_SECONDS.',
          ),
        ),
      );
    }, maxSeconds * 1000);
    const pump = async (): Promise<void> => {
      for await (const chunk of upload) {
        const bytes = ownChunk(asBytes(chunk));
        inFlight += bytes.length;
        send({ kind: 'chunk', bytes }, [bytes.buffer]);
        while (inFlight > WINDOW_BYTES && !upload.destroyed) await new Promise<void>((resolve) => (wake = resolve));
      }
      send({ kind: 'end' });
    };
    thread.ref();
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    send({ kind: 'begin' });
    pump().catch((error: unknown) => {
      // After a settled upload this is only the end of its stream.
      if (!settled()) return;
      fail(error);
    });
    function settled(): boolean {
      return thread.listeners('message').includes(onMessage);
    }
  });
}

function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new Error('an upload is read as bytes, not as text');
}

/** Bytes that can be moved to the thread: a chunk that shares its memory with others is copied. */
function ownChunk(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  if (chunk.buffer instanceof ArrayBuffer && chunk.byteLength === chunk.buffer.byteLength)
    return new Uint8Array(chunk.buffer);
  return new Uint8Array(chunk);
}
