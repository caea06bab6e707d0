import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createParseThreads, type ParseThreadsOptions } from './parse-threads.ts';
import { makeWarmUpText } from './warm-up-text.ts';

const LIMITS = {
  maxInflatedBytes: 1 << 30,
  maxInflationRatio: 1000,
  maxLineBytes: 1 << 20,
  maxStackDepth: 1000,
  maxStrings: 1_000_000,
  maxStacks: 1_000_000,
  maxSamples: 1_000_000,
  maxDocumentBytes: 1 << 26,
};

const TEXT = Buffer.from(makeWarmUpText(1));
let releases: (() => Promise<void>)[] = [];
const broken: Error[] = [];

afterEach(async () => {
  for (const release of releases) await release();
  releases = [];
  expect(broken.splice(0)).toEqual([]);
});

function startThreads(options: Partial<ParseThreadsOptions> = {}): ReturnType<typeof createParseThreads> {
  const threads = createParseThreads({
    threads: 1,
    limits: LIMITS,
    maxSeconds: 30,
    maxMemoryMb: 512,
    onBroken: (error) => broken.push(error),
    ...options,
  });
  releases.push(() => threads.release());
  return threads;
}

const pieces = (bytes: Buffer, size = 700): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('parse threads', { timeout: 60_000 }, () => {
  it('turn an upload into tables in which every sample is counted once, and say how far they are', async () => {
    const progress: number[] = [];
    const { summary, seconds, threads, stackParts } = await startThreads().parse(pieces(TEXT), ({ bytesRead }) =>
      progress.push(bytesRead),
    );
    expect(summary).toMatchObject({ sampleCount: 250, cpuCount: 2, inflatedBytes: TEXT.length, codecVersion: 1 });
    expect(sum(seconds.map((row) => row.sampleCount))).toBe(250);
    expect(sum(seconds.map((row) => sum(row.bins)))).toBe(250);
    expect(sum(seconds.map((row) => sum(row.idleBins)))).toBe(sum(seconds.map((row) => row.idleSampleCount)));
    expect(summary.events).toMatchObject([
      { sampleCount: 250, idleSampleCount: sum(seconds.map((row) => row.idleSampleCount)) },
    ]);
    expect(summary.events[0]?.idleSampleCount).toBeGreaterThan(50);
    expect(summary.thumbnail).toMatchObject({ rows: 50 });
    expect(threads).toHaveLength(summary.threadCount);
    expect(stackParts).toHaveLength(1);
    expect(progress.at(-1)).toBe(TEXT.length);
  });

  it('answer the same for a compressed upload, one after the other and several at once', async () => {
    const threads = startThreads({ threads: 2 });
    const packed = gzipSync(TEXT);
    const results = await Promise.all(Array.from({ length: 6 }, () => threads.parse(pieces(packed), () => undefined)));
    expect(results.map((tables) => tables.summary.sampleCount)).toEqual([250, 250, 250, 250, 250, 250]);
  });

  it('read other formats by their content, and draw no thumbnail where nothing is timed', async () => {
    const threads = startThreads();
    const folded = await threads.parse(pieces(Buffer.from('main;work 3\nmain;rest 4\n'), 5), () => undefined);
    expect(folded.summary).toMatchObject({ format: 'folded', sampleCount: 7, thumbnail: undefined });
    const trace = JSON.stringify([{ pid: 1, tid: 2, ph: 'X', ts: 0, dur: 25_000, name: 'work' }]);
    const timed = await threads.parse(pieces(gzipSync(trace)), () => undefined);
    expect(timed.summary).toMatchObject({ format: 'chrome-trace', sampleCount: 3, thumbnail: { rows: 50 } });
    expect(timed.summary.events).toMatchObject([{ weightUnit: 'ns', totalWeight: 25_000_000 }]);
    const tooLong = startThreads({ limits: { ...LIMITS, maxDocumentBytes: 20 } });
    await expect(tooLong.parse(pieces(Buffer.from(trace)), () => undefined)).rejects.toMatchObject({
      failure: { code: 'limit-document-size' },
    });
  });

  it('refuse what is no perf script with the code, the cure and the guess, and read the next upload', async () => {
    const threads = startThreads();
    const refused = threads.parse(pieces(Buffer.from('PERFILE2'.padEnd(3_000_000, '\0')), 50_000), () => undefined);
    await expect(refused).rejects.toMatchObject({
      failure: { code: 'input-not-perf-script', seemsToBe: 'perf-data', cure: expect.stringMatching(/perf script/) },
    });
    const empty = threads.parse(pieces(Buffer.alloc(0)), () => undefined);
    await expect(empty).rejects.toMatchObject({ failure: { code: 'input-empty' } });
    const damaged = threads.parse(pieces(gzipSync(TEXT).subarray(0, 900)), () => undefined);
    await expect(damaged).rejects.toMatchObject({ failure: { code: 'input-damaged' } });
    const { summary } = await threads.parse(pieces(TEXT), () => undefined);
    expect(summary.sampleCount).toBe(250);
  });

  it('keep to the limits they were given', async () => {
    const few = startThreads({ limits: { ...LIMITS, maxSamples: 100 } });
    await expect(few.parse(pieces(TEXT), () => undefined)).rejects.toMatchObject({
      failure: { code: 'limit-samples' },
    });
    const small = startThreads({ limits: { ...LIMITS, maxInflatedBytes: 10_000 } });
    await expect(small.parse(pieces(gzipSync(TEXT)), () => undefined)).rejects.toMatchObject({
      failure: { code: 'limit-inflated-size', cure: expect.stringContaining('SUBSECOND_MAX_INFLATED_BYTES') },
    });
    const narrow = startThreads({ limits: { ...LIMITS, maxLineBytes: 30 } });
    await expect(narrow.parse(pieces(TEXT), () => undefined)).rejects.toMatchObject({
      failure: {
        code: 'limit-line-length',
        message: expect.stringContaining('30 bytes'),
        cure: expect.stringMatching(/^(?!.*shorter).*SUBSECOND_MAX_LINE_BYTES/),
      },
    });
  });

  it('end an upload that takes too long, and read the next one in a new thread', async () => {
    const threads = startThreads({ maxSeconds: 1 });
    const silent = new Readable({ read: () => undefined });
    silent.push(TEXT.subarray(0, 5_000));
    await expect(threads.parse(silent, () => undefined)).rejects.toMatchObject({
      failure: { code: 'limit-parse-time' },
    });
    expect(silent.destroyed).toBe(true);
  });

  it('end an upload that takes too much memory, and live on', async () => {
    const threads = startThreads({ maxMemoryMb: 24 });
    const greedy = Readable.from(
      (function* () {
        for (let i = 0; i < 400; i++) {
          let text = '';
          for (let j = 0; j < 300; j++) {
            const name = `${i}_${j}_`.padEnd(180, 'x');
            text += `comm-${i}-${j} ${i * 300 + j} [000] ${i}.${String(j).padStart(6, '0')}: 1 cpu-clock: \n\tffff ${name}+0x1 (/bin/${name})\n\n`;
          }
          yield Buffer.from(text);
        }
      })(),
    );
    await expect(threads.parse(greedy, () => undefined)).rejects.toMatchObject({ failure: { code: 'limit-memory' } });
    const { summary } = await threads.parse(pieces(TEXT), () => undefined);
    expect(summary.sampleCount).toBe(250);
  });

  it('pass on that the upload could not be read, which is no fault of the upload', async () => {
    const threads = startThreads();
    const failing = Readable.from(
      (async function* () {
        yield TEXT.subarray(0, 5_000);
        await sleep(10);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(threads.parse(failing, () => undefined)).rejects.toThrow('the disk is gone');
    expect((await threads.parse(pieces(TEXT), () => undefined)).summary.sampleCount).toBe(250);
  });
});
