import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { InflateError, inflateStream } from './inflate.ts';

const LIMITS = { maxInflatedBytes: 8 << 20, maxRatio: 200 };
const text = Buffer.from(Array.from({ length: 2000 }, (_, i) => `line ${i} of ${Math.imul(i, 0x9e3779b1)}\n`).join(''));

function inPieces(bytes: Uint8Array, size: number): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
  );
}

async function inflate(bytes: Uint8Array, size = 1000, limits = LIMITS): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of inflateStream(inPieces(bytes, size), limits)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof InflateError ? error.code : String(error);
}

test.each([
  ['plain', text],
  ['gzip', gzipSync(text)],
  ['gzip of two members', Buffer.concat([gzipSync(text.subarray(0, 999)), gzipSync(text.subarray(999))])],
  ['zstd', zstdCompressSync(text)],
  [
    'zstd of two frames',
    Buffer.concat([zstdCompressSync(text.subarray(0, 999)), zstdCompressSync(text.subarray(999))]),
  ],
])('gives back a text that came as %s, in pieces of any size', async (_, bytes) => {
  for (const size of [7, 1000, bytes.length]) expect((await inflate(bytes, size)).equals(text)).toBe(true);
});

test('gives nothing for nothing', async () => {
  expect((await inflate(new Uint8Array(0))).length).toBe(0);
  expect((await inflate(Buffer.from('ab'))).toString()).toBe('ab');
});

test('says that a compressed file is cut off or damaged', async () => {
  for (const whole of [gzipSync(text), zstdCompressSync(text)]) {
    for (const end of [5, 20, whole.length >> 1, whole.length - 1])
      expect(await codeOf(inflate(whole.subarray(0, end)))).toBe('input-damaged');
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, damaged.length >> 1, (damaged.length >> 1) + 40);
    expect(await codeOf(inflate(damaged))).toBe('input-damaged');
  }
});

test('stops at the inflated size, packed or not', async () => {
  const limits = { maxInflatedBytes: text.length - 1, maxRatio: 1e6 };
  for (const bytes of [text, gzipSync(text), zstdCompressSync(text)])
    expect(await codeOf(inflate(bytes, 1000, limits))).toBe('limit-inflated-size');
  expect((await inflate(text, 1000, { maxInflatedBytes: text.length, maxRatio: 1e6 })).length).toBe(text.length);
});

test('stops at the ratio', async () => {
  for (const bomb of [gzipSync(Buffer.alloc(8 << 20)), zstdCompressSync(Buffer.alloc(8 << 20))]) {
    expect(await codeOf(inflate(bomb))).toBe('limit-inflation-ratio');
  }
});

test('inflates ahead of a reader that rests, by no more than a few chunks', async () => {
  const bytes = gzipSync(randomBytes(24 << 20), { level: 0 });
  for (const packed of [bytes, zstdCompressSync(bytes)]) {
    let given = 0;
    const source = Readable.from(
      (function* () {
        for (; given < packed.length; given += 65_536) yield packed.subarray(given, given + 65_536);
      })(),
    );
    const reading = inflateStream(source, { maxInflatedBytes: 1 << 30, maxRatio: 200 });
    const first = await reading.next();
    const givenAtFirst = given;
    await sleep(300);
    expect(first.value?.length).toBeGreaterThan(0);
    expect(given).toBeGreaterThan(givenAtFirst);
    expect(given).toBeLessThan(12 << 20);
    await reading.return();
  }
});

test('passes on what happened to the source, and destroys it when the reader leaves', async () => {
  const failing = Readable.from(
    (function* () {
      yield gzipSync(text).subarray(0, 100);
      throw new Error('connection lost');
    })(),
  );
  await expect(async () => {
    for await (const chunk of inflateStream(failing, LIMITS)) void chunk;
  }).rejects.toThrow('connection lost');

  const source = inPieces(gzipSync(text), 10);
  for await (const chunk of inflateStream(source, LIMITS)) {
    void chunk;
    break;
  }
  expect(source.destroyed).toBe(true);
});
