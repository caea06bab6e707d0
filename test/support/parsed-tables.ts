import type { NewProfile, ParsedTables, SecondRow } from '@subsecond/api/services/ports.ts';

/** A profile's tables as a parse would hand them over, small and recognisable. */
export function exampleTables(overrides: Partial<ParsedTables> = {}): ParsedTables {
  const seconds = [exampleSecond(-1), exampleSecond(0), exampleSecond(1)];
  return {
    summary: {
      format: 'perf-script',
      header: {
        hostname: 'web-7',
        osRelease: null,
        perfVersion: '6.1',
        arch: 'x86_64',
        cpusOnline: 2,
        cpusAvailable: 2,
        cpuDescription: null,
        commandLine: 'perf record -F 49 -a -g',
        capturedOn: null,
        referenceTime: null,
        referenceClockNs: null,
      },
      events: [
        {
          name: 'cpu-clock',
          weightUnit: 'ns',
          fixedWeight: 20_408_163,
          frequencyHz: 49,
          sampleCount: 9,
          idleSampleCount: 3,
          totalWeight: 183_673_467,
          isLattice: true,
        },
        {
          name: 'cycles',
          weightUnit: 'count',
          fixedWeight: null,
          frequencyHz: null,
          sampleCount: 0,
          idleSampleCount: 0,
          totalWeight: 0,
          isLattice: false,
        },
      ],
      defaultEvent: 'cpu-clock',
      warnings: [
        {
          kind: 'time-absent',
          count: 3,
          firstLine: 9,
          firstByteOffset: 120,
          lines: [{ line: 9, text: 'comm 1 cpu-clock:' }],
        },
      ],
      quality: {
        samples: 9,
        samplesWithoutTime: 3,
        samplesWithoutStack: 0,
        stacksCut: 0,
        samplesUnresolved: 1,
        lostSamples: 0,
        linesNotUnderstood: 0,
        expectedSamples: 196,
        recordedSamples: 6,
      },
      thumbnail: { columns: 2, rows: 50, bins: Buffer.alloc(100, 7).toString('base64') },
      sampleCount: 9,
      firstSampleNs: 12_345,
      lastSampleNs: 1_900_000_000,
      timeZeroSeconds: 533,
      timeResolutionNs: 1000,
      cpuCount: 2,
      threadCount: 2,
      stackCount: 5,
      inflatedBytes: 4_000,
      parseMilliseconds: 1.5,
      codecVersion: 1,
    },
    seconds,
    threads: [
      { pid: undefined, tid: 0, comm: 'swapper' },
      { pid: 41, tid: 42, comm: 'it\'s {a, "b"} \\ comm' },
    ],
    stackParts: [Uint8Array.from([1, 2, 3]), Uint8Array.from([0, 255])],
    ...overrides,
  };
}

export function exampleSecond(second: number): SecondRow {
  const rows = second < 0 ? 0 : 50;
  return {
    event: 0,
    second,
    sampleCount: 3,
    idleSampleCount: 1,
    weight: 61_224_489,
    bins: Array.from({ length: rows }, (_, row) => (row === 3 ? 1 : row === 49 ? 300 : 0)),
    idleBins: Array.from({ length: rows }, (_, row) => (row === 3 && second === 1 ? 1 : 0)),
    samples: Uint8Array.from([second + 1, 0, 255, 92, 39]),
  };
}

export const exampleProfile = (id: string, overrides: Partial<NewProfile> = {}): NewProfile => ({
  id,
  name: 'two minutes of a build',
  host: undefined,
  labels: {},
  story: undefined,
  fileName: 'perf.txt.gz',
  startedAt: undefined,
  blobKey: `uploads/${id}`,
  uploadBytes: 1234,
  uploadSha256: 'ab'.repeat(32),
  ...overrides,
});
