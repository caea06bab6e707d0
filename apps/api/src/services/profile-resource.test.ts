import { describe, expect, it } from 'vitest';
import { profileNameOf, shownFileName } from './profile-name.ts';
import { startOfRecording } from './profile-resource.ts';
import { uuidV7 } from './uuid-v7.ts';

const NO_HEADER = {
  hostname: null,
  osRelease: null,
  perfVersion: null,
  arch: null,
  cpusOnline: null,
  cpusAvailable: null,
  cpuDescription: null,
  commandLine: null,
  capturedOn: null,
  referenceTime: null,
  referenceClockNs: null,
};

describe('startOfRecording', () => {
  it('is the reference time, moved by what the clock ran between it and the first sample', () => {
    const header = { ...NO_HEADER, referenceTime: '2026-11-21T18:39:13.500Z', referenceClockNs: '5000250000000' };
    expect(startOfRecording({ header, timeZeroSeconds: 5010, firstSampleNs: 750_000_000 })?.toISOString()).toBe(
      '2026-11-21T18:39:24.000Z',
    );
  });

  it('is unknown without a reference, or without times', () => {
    expect(startOfRecording({ header: NO_HEADER, timeZeroSeconds: 5010, firstSampleNs: 1 })).toBeUndefined();
    const header = { ...NO_HEADER, referenceTime: '2026-11-21T18:39:13Z', referenceClockNs: '18446744073709551615' };
    expect(startOfRecording({ header, timeZeroSeconds: 0, firstSampleNs: undefined })).toBeUndefined();
    expect(
      startOfRecording({ header: { ...header, referenceClockNs: '1e9' }, timeZeroSeconds: 0, firstSampleNs: 0 }),
    ).toBeUndefined();
  });
});

describe('profileNameOf', () => {
  it.each([
    ['web-1.perf.txt.gz', 'web-1'],
    ['/var/tmp/perf.script', 'perf'],
    ['C:\\x\\host.example.com.txt.zst', 'host.example.com'],
    ['.gz', '.gz'],
    ['a\u0000b\nc.txt', 'a b c'],
    ['', 'profile'],
    [undefined, 'profile'],
  ])('of %j is %j', (fileName, name) => {
    expect(profileNameOf(fileName)).toBe(name);
  });

  it('is never longer than a name may be, nor half a character', () => {
    expect(profileNameOf(`${'x'.repeat(199)}\u{1F525}`)).toBe(`${'x'.repeat(199)}\uFFFD`);
    expect(shownFileName('\u0007')).toBeUndefined();
  });
});

describe('uuidV7', () => {
  it('begins with the time and says its version', () => {
    expect(uuidV7(0x0123456789ab, new Uint8Array(16).fill(255))).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  });
});
