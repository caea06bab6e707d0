import { expect, test } from 'vitest';
import { createHeaderReading, readHeaderLine, recordingHeader } from './parse-header.ts';

function read(...lines: string[]) {
  const reading = createHeaderReading();
  for (const line of lines) readHeaderLine(reading, line);
  return reading;
}

test('reads the fields of old and new headers', () => {
  const old = recordingHeader(
    read(
      '# captured on: Thu Jul  9 17:14:37 2015',
      '# hostname : h',
      '# nrcpus online : 4',
      '# cmdline : perf record -F 99 -a : x',
    ),
  );
  expect(old).toMatchObject({
    capturedOn: 'Thu Jul  9 17:14:37 2015',
    hostname: 'h',
    cpusOnline: 4,
    commandLine: 'perf record -F 99 -a : x',
    arch: undefined,
  });
  expect(recordingHeader(read('# captured on    : Sat Nov 21 18:39:13 2026')).capturedOn).toBe(
    'Sat Nov 21 18:39:13 2026',
  );
});

test('takes a frequency only where the event was sampled by frequency', () => {
  const { frequencies } = read(
    '# event : name = cpu-clock:ppp, , id = { 1 }, { sample_period, sample_freq } = 49, sample_type = IP, freq = 1, precise_ip = 3',
    '# event : name = cpu/event=0x3c,umask=0x0/, , id = { 2 }, { sample_period, sample_freq } = 99, freq = 1',
    '# event : name = sched:sched_switch, , id = { 3 }, { sample_period, sample_freq } = 1, sample_type = IP',
  );
  expect([...frequencies]).toEqual([
    ['cpu-clock:ppp', 49],
    ['cpu/event=0x3c,umask=0x0/', 99],
  ]);
});

test('reads the reference time and the maximal depth', () => {
  const reading = read(
    '# reference time: 2020-06-04 15:54:21.579863 = 1591286061.579863 (TOD) = 9007199.254740993 (monotonic)',
    '# event : name = cycles, , sample_max_stack = 512',
  );
  expect(recordingHeader(reading)).toMatchObject({
    referenceTime: '2020-06-04T15:54:21.579863Z',
    referenceClockNs: '9007199254740993',
  });
  expect(reading.maxStack).toBe(512);
});

test('holds numbers that no machine has to be absent', () => {
  expect(recordingHeader(read('# nrcpus online : 0', '# nrcpus avail : many')).cpusOnline).toBeUndefined();
});
