import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { ProfileFailure } from '@subsecond/contracts';
import { createPerfScriptParser, createProfileReader, ParseError, type ParseResult } from '@subsecond/parser';
import { InflateError, inflateStream } from '../storage/inflate.ts';
import { buildParsedTables } from './build-parsed-tables.ts';
import type { FromParseThread, ParseThreadLimits, ToParseThread } from './parse-thread-messages.ts';
import { nameSettings } from './setting-name.ts';
import { makeWarmUpText } from './warm-up-text.ts';

/**
 * The inside of a parse thread: upload bytes arrive as messages, are inflated and pushed into the parser, and the finished
 * tables leave in one message. The thread is used again for the next upload, while its code is warm.
 */

const port = parentPort;
if (port === null) throw new Error('parse-thread.ts runs in a worker thread');
const limits: ParseThreadLimits = workerData;

/** Some 5 ms each once warm; a new upload waits for one at most. */
const WARM_UP_ROUNDS = 40;

interface RunningUpload {
  readonly number: number;
  readonly bytes: PassThrough;
}
let running: RunningUpload | undefined;
let samples = 0;

type Answer = FromParseThread extends infer M ? (M extends FromParseThread ? Omit<M, 'upload'> : never) : never;
const send = (upload: number, answer: Answer, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage({ ...answer, upload }, transfer);

port.on('message', (message: ToParseThread) => {
  if (message.kind === 'begin') {
    running = { number: message.upload, bytes: new PassThrough({ highWaterMark: 1 << 22 }) };
    void work(running);
    return;
  }
  // What was under way when an upload was refused.
  if (running?.number !== message.upload) return;
  if (message.kind === 'end') {
    running.bytes.end();
    return;
  }
  const { length } = message.bytes;
  running.bytes.write(message.bytes, () => send(message.upload, { kind: 'taken', bytes: length, samples }));
});

async function work({ number, bytes }: RunningUpload): Promise<void> {
  samples = 0;
  try {
    const started = performance.now();
    const result = await parse(bytes);
    const tables = await buildParsedTables(result, () => performance.now() - started);
    const buffers = transferable(
      tables.seconds.map((row) => row.samples),
      tables.stackParts,
    );
    send(number, { kind: 'parsed', tables }, buffers);
  } catch (error) {
    send(number, describe(error));
  } finally {
    bytes.destroy();
  }
}

async function parse(bytes: PassThrough): Promise<ParseResult> {
  const reader = createProfileReader({ limits });
  for await (const text of inflateStream(bytes, {
    maxInflatedBytes: limits.maxInflatedBytes,
    maxRatio: limits.maxInflationRatio,
  })) {
    reader.push(text);
    samples = reader.samples;
  }
  return reader.finish();
}

/** Only whole buffers may be moved; a small one that shares its memory is copied instead. */
function transferable(...groups: readonly (readonly Uint8Array[])[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const part of groups.flat()) {
    if (part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength) buffers.add(part.buffer);
  }
  return [...buffers];
}

function describe(error: unknown): Answer {
  if (error instanceof ParseError || error instanceof InflateError)
    return { kind: 'refused', failure: toFailure(error) };
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'broken', name, message, stack: stack ?? '' };
}

function toFailure(error: ParseError | InflateError): ProfileFailure {
  const at = error instanceof ParseError ? error : undefined;
  return {
    code: error.code,
    message: error.message,
    cure: nameSettings(error.cure),
    line: at?.line ?? null,
    byteOffset: at?.byteOffset ?? null,
    seemsToBe: at?.seemsToBe ?? null,
  };
}

/** Until the first upload comes, the reader reads made-up ones: compiled code is several times as fast as code run for the first time. */
async function warmUp(): Promise<void> {
  for (let round = 0; round < WARM_UP_ROUNDS && running === undefined; round++) {
    const parser = createPerfScriptParser();
    parser.push(Buffer.from(makeWarmUpText(round)));
    await buildParsedTables(parser.finish(), () => 0);
    await nextTurn();
  }
}

warmUp().catch(() => undefined); // only a matter of speed: an upload meets the same error and reports it
