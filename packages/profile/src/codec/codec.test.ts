import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertProfileIntegrity } from '../tables/integrity.ts';
import type { Profile } from '../tables/profile.ts';
import { profileFromText, randomProfile, syntheticProfile } from '../testing/index.ts';
import { encodeChunkRecord, encodeRecordsHeader, readChunkRecords } from './chunk-records.ts';
import { CodecError } from './codec-error.ts';
import type { EncodedChunk } from './decode-sample-chunks.ts';
import { decodeSampleChunks } from './decode-sample-chunks.ts';
import { chunkSamples, encodeSampleChunk } from './sample-chunk.ts';
import { decodeStackTables, encodeStackTables } from './stack-tables.ts';

function encodeChunks(profile: Profile): EncodedChunk[] {
  return [...chunkSamples(profile)].map(({ event, second, indexes }) => ({
    event,
    second,
    bytes: encodeSampleChunk(profile, event, second, indexes),
  }));
}

/** Runs a decoder on damaged bytes: it may succeed or throw CodecError, nothing else. */
function survives(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
}

describe('round trip', () => {
  test('every profile comes back as it was, in all columns', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const profile = randomProfile(seed);
        const samples = decodeSampleChunks(encodeChunks(profile), profile.timeResolutionNs);
        const tables = decodeStackTables(encodeStackTables(profile));
        expect(samples).toEqual(profile.samples);
        expect(tables).toEqual({
          strings: profile.strings,
          details: profile.details,
          frames: profile.frames,
          stacks: profile.stacks,
        });
        assertProfileIntegrity({ ...profile, ...tables, samples });
      }),
      { numRuns: 1000 },
    );
  });

  test('chunks may arrive in any order', () => {
    const profile = syntheticProfile({
      seed: 2,
      cpus: 3,
      seconds: 5,
      frequencyHz: 49,
      stacks: 30,
      frames: 20,
      utilisation: 0.7,
    });
    const chunks = encodeChunks(profile);
    expect(chunks).toHaveLength(5);
    expect(decodeSampleChunks(chunks.toReversed(), profile.timeResolutionNs)).toEqual(profile.samples);
  });

  test('an empty profile is no chunk and empty tables', () => {
    const profile = profileFromText('');
    expect(encodeChunks(profile)).toEqual([]);
    expect(decodeSampleChunks([], 1000).length).toBe(0);
    expect(decodeStackTables(encodeStackTables(profile)).stacks.length).toBe(0);
  });

  test('a chunk is of one event and second, its samples by CPU, then time', () => {
    const profile = profileFromText(`
      time    0.1     0.2     0.3     0.4     1.1     -
      cpu     1       0       1       0       1       1
      event   a       a       b       a       a       b
    `);
    expect(
      [...chunkSamples(profile)].map(({ event, second, indexes }) => ({ event, second, indexes: [...indexes] })),
    ).toEqual([
      { event: 0, second: 0, indexes: [1, 3, 0] },
      { event: 1, second: 0, indexes: [2] },
      { event: 0, second: 1, indexes: [4] },
      { event: 1, second: -1, indexes: [5] },
    ]);
  });

  test('a regular second of a fixed event costs under six bytes a sample before it is deflated', () => {
    const profile = syntheticProfile({
      seed: 4,
      cpus: 32,
      seconds: 4,
      frequencyHz: 49,
      stacks: 500,
      frames: 300,
      utilisation: 1,
    });
    const bytes = encodeChunks(profile).reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    expect(bytes / profile.samples.length).toBeLessThan(6);
  });
});

describe('damaged bytes', () => {
  const profile = randomProfile(77);
  const chunks = encodeChunks(profile)
    .filter(({ bytes }) => bytes.length > 20)
    .slice(0, 6);
  const tables = encodeStackTables(profile);

  test('there is something to damage', () => {
    expect(chunks.length).toBeGreaterThan(2);
    expect(tables.length).toBeGreaterThan(50);
  });

  test('cut at every byte, a chunk and the tables are refused', () => {
    for (const chunk of chunks) {
      for (let end = 0; end < chunk.bytes.length; end++)
        expect(() => decodeSampleChunks([{ ...chunk, bytes: chunk.bytes.subarray(0, end) }], 1)).toThrow(CodecError);
    }
    for (let end = 0; end < tables.length; end++)
      expect(() => decodeStackTables(tables.subarray(0, end))).toThrow(CodecError);
  });

  test('bytes left over are refused', () => {
    expect(() => decodeStackTables(Uint8Array.of(...tables, 0))).toThrow(CodecError);
    for (const chunk of chunks)
      expect(() => decodeSampleChunks([{ ...chunk, bytes: Uint8Array.of(...chunk.bytes, 0) }], 1)).toThrow(CodecError);
  });

  test('with any byte replaced by any other, nothing but a CodecError is thrown', () => {
    for (const chunk of chunks.slice(0, 3)) {
      for (let at = 0; at < chunk.bytes.length; at++) {
        for (const value of [0, 1, 2, 127, 128, 200, 255])
          survives(() => decodeSampleChunks([{ ...chunk, bytes: chunk.bytes.with(at, value) }], 1));
      }
    }
    for (let at = 0; at < tables.length; at++)
      for (const value of [0, 1, 2, 127, 128, 200, 255]) survives(() => decodeStackTables(tables.with(at, value)));
  });

  test('noise is refused or read, and takes no memory that its length does not justify', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        survives(() => decodeSampleChunks([{ event: 0, second: 0, bytes: Uint8Array.of(1, 1, ...noise) }], 1000));
        survives(() => decodeStackTables(Uint8Array.of(1, ...noise)));
        survives(() => readChunkRecords(Uint8Array.of(...encodeRecordsHeader(), ...noise)));
      }),
      { numRuns: 2000 },
    );
    // Four billion rows announced in a dozen bytes.
    const huge = [255, 255, 255, 255, 15];
    expect(() => decodeStackTables(Uint8Array.of(1, ...huge, 0, 0, 0, 0))).toThrow(/announced/);
    expect(() =>
      decodeSampleChunks([{ event: 0, second: 0, bytes: Uint8Array.of(1, 1, ...huge, 0, 0) }], 1000),
    ).toThrow(/announced/);
  });

  test('another version is refused by name', () => {
    expect(() => decodeStackTables(tables.with(0, 2))).toThrow(/version 2/);
    expect(() => decodeSampleChunks([{ ...chunks[0], bytes: chunks[0].bytes.with(0, 9) }], 1)).toThrow(/version 9/);
  });
});

describe('stream of records', () => {
  const records = [
    { event: 0, second: 0, sampleCount: 3, bytes: Uint8Array.of(1, 2, 3) },
    { event: 65_535, second: -1, sampleCount: 4_000_000_000, bytes: new Uint8Array() },
    { event: 1, second: 86_400, sampleCount: 1, bytes: Uint8Array.of(255) },
  ];
  const stream = Uint8Array.from([
    ...encodeRecordsHeader(),
    ...records.flatMap((record) => [...encodeChunkRecord(record)]),
  ]);

  test('comes back as it was written', () => {
    expect(readChunkRecords(stream)).toEqual(records);
    expect(readChunkRecords(encodeRecordsHeader())).toEqual([]);
  });

  test('cut anywhere but between records, it is refused', () => {
    const whole = new Set([5, 5 + 17, 5 + 17 + 14, stream.length]);
    for (let end = 0; end < stream.length; end++) {
      if (whole.has(end)) expect(readChunkRecords(stream.subarray(0, end)).length).toBeLessThan(3);
      else expect(() => readChunkRecords(stream.subarray(0, end))).toThrow(CodecError);
    }
  });

  test('is read from the middle of a larger buffer', () => {
    const larger = new Uint8Array(stream.length + 20);
    larger.set(stream, 7);
    expect(readChunkRecords(larger.subarray(7, 7 + stream.length))).toEqual(records);
  });
});
