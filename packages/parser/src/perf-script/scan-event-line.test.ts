import { expect, test } from 'vitest';
import { createEventLine, scanEventLine } from './scan-event-line.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The specification, to the letter. */
const GRAMMAR =
  /^\s*(.*?)\s+(-?\d+)(?:\/(-?\d+))?\s+(?:[A-Z][A-Za-z-]*\s+)?(?:\[(\d+)\]\s+)?(\d+\.\d{6,9}):\s*(?:(\d+)\s+)?(\S+?):(?=\s|$)(.*)$/;

function scan(text: string, timed = true) {
  const line = createEventLine();
  const bytes = bytesOf(text);
  if (!scanEventLine(bytes, 0, bytes.length, timed, line)) return undefined;
  return {
    comm: text.slice(line.commStart, line.commEnd),
    pid: line.pid,
    tid: line.tid,
    cpu: line.cpu,
    seconds: line.seconds,
    fractionNs: line.fractionNs,
    period: line.period,
    event: line.record ? undefined : text.slice(line.eventStart, line.eventEnd),
    tail: line.record ? undefined : text.slice(line.tailStart),
  };
}

const TAILS = [
  ' 26004 [000]  1036.001075:    2004008 cpu-clock:ppp: ',
  ' 42/7 1036.001075123: cycles:uppp: ',
  '    -1 [003]   726.707969: sched:sched_switch: prev_comm=a 12 7.000000: x: y',
  ' 5 K [001] 2492.800000: 1 page-faults: ffffffff821f4dab f+0xb ([kernel.kallsyms])',
];
const COMMS = [
  'a',
  'my app 42/7 :x',
  'worker 1 (a)',
  '[kw] 12',
  'a:b: 1.5:',
  '12 34',
  '1.5:',
  '7/8',
  'x [001] 2.5: y',
  'tab\there',
  '-',
  ':-1',
  '-1',
  'K 1',
  '5 1.000000',
];

test('takes the same fields as the grammar from every hostile name before every tail', () => {
  for (const comm of COMMS) {
    for (const tail of TAILS) {
      const text = comm + tail;
      const match = GRAMMAR.exec(text);
      const [, name, first = '', second, cpu, , period, event, rest = ''] = match ?? [];
      expect(scan(text), text).toMatchObject({
        comm: name,
        pid: second === undefined ? -1 : Number(first),
        tid: Number(second ?? first),
        cpu: cpu === undefined ? -1 : Number(cpu),
        period: period === undefined ? -1 : Number(period),
        event,
        tail: rest.trimStart(),
      });
    }
  }
});

test('keeps the time to the digit', () => {
  expect(scan('a 1 [000] 7628263.042515: cycles: ')).toMatchObject({ seconds: 7628263, fractionNs: 42_515_000 });
  expect(scan('a 1 [000] 7628263.042515001: cycles: ')).toMatchObject({ seconds: 7628263, fractionNs: 42_515_001 });
});

test('takes the misc column on either side of the cpu', () => {
  expect(scan('perf 504/504 [000] U 2492.762897: 7 cycles: ')).toMatchObject({ comm: 'perf', cpu: 0, period: 7 });
  expect(scan('perf 504/504 Sp [000] 2492.762897: 7 cycles: ')).toMatchObject({ comm: 'perf', cpu: 0, period: 7 });
});

test('refuses frames, records of prose and numbers that no pid can be', () => {
  for (const text of [
    '\tffffffff813aa3e5 f+0x1 (/x)',
    'a 99999999999 1.000000: e: ',
    'a 1 1.00000: e: ',
    'a 1 1.000000: e ',
    '',
    ' ',
    '12',
    'a 1 [0 1.000000: e: ',
  ]) {
    expect(scan(text), text).toBeUndefined();
  }
});

test('names a record that is no sample', () => {
  expect(scan('node 24076   910.914606: PERF_RECORD_COMM exec: node:24076/24076')).toMatchObject({
    comm: 'node',
    event: undefined,
  });
});

test('takes linear time for a line of a million numbers', () => {
  const line = createEventLine();
  const bytes = bytesOf('1 '.repeat(500_000));
  const started = Date.now();
  expect(scanEventLine(bytes, 0, bytes.length, true, line)).toBe(false);
  expect(Date.now() - started).toBeLessThan(2000);
});

test("simpleperf's microseconds without leading zeros are microseconds, and perf's short fractions no time", () => {
  expect(scan('RenderThread\t5440 [003] 12346.5:\t\t250000 cpu-cycles:')).toMatchObject({
    comm: 'RenderThread',
    tid: 5440,
    seconds: 12346,
    fractionNs: 5000,
    period: 250000,
  });
  expect(scan('RenderThread 5440 [003] 12346.5: 250000 cpu-cycles:')).toBeUndefined();
});
