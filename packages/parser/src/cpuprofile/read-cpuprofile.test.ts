import { deriveIdleSamples } from '@subsecond/profile';
import { expect, test } from 'vitest';
import { asciiBytes } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';
import { ParseError } from '../parse-result.ts';

const read = (value: unknown) => readProfile(asciiBytes(JSON.stringify(value)));

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, scriptId: '1', url, lineNumber: 6, columnNumber: 0 },
  hitCount: 1,
  children,
});

const NODES = [
  node(1, '(root)', '', [2, 3, 4]),
  node(2, '(idle)', ''),
  node(3, 'main', 'file:///srv/app.js', [5]),
  node(4, '(garbage collector)', ''),
  node(5, '', 'file:///srv/app.js'),
];

test('a sample stands for the time until the next one, the last for the time to the end', () => {
  const result = read({
    nodes: NODES,
    startTime: 5_000_000,
    endTime: 5_010_000,
    samples: [3, 5, 2, 4],
    timeDeltas: [1000, 2000, 500, 1500],
  });
  const { samples, timeZeroSeconds } = result.profile;
  expect(result.format).toBe('cpuprofile');
  expect(timeZeroSeconds).toBe(5);
  expect([...samples.timeNs]).toEqual([1_000_000, 3_000_000, 3_500_000, 5_000_000]);
  expect([...samples.weight]).toEqual([2_000_000, 500_000, 1_500_000, 5_000_000]);
  expect(foldReading(result)).toEqual([
    '(root);(garbage collector) 5000000',
    '(root);(idle) 1500000',
    '(root);main 2000000',
    '(root);main;(anonymous) 500000',
  ]);
  expect([...deriveIdleSamples(result.profile)]).toEqual([0, 0, 1, 0]);
});

test('deltas that go back are put in order, weighed then, and counted', () => {
  const result = read({
    nodes: NODES,
    startTime: 0,
    endTime: 4000,
    samples: [3, 5, 3],
    timeDeltas: [2000, -1000, 2000],
  });
  expect([...result.profile.samples.timeNs]).toEqual([1_000_000, 2_000_000, 3_000_000]);
  expect([...result.profile.samples.weight]).toEqual([1_000_000, 1_000_000, 1_000_000]);
  expect(result.warnings).toMatchObject([{ kind: 'time-went-back', count: 1 }]);
});

test('without times there are counts, and no heat map', () => {
  const result = read({ nodes: NODES.map((entry) => ({ ...entry, hitCount: entry.id })) });
  expect(result.profile.events[0]).toMatchObject({ weightUnit: 'samples' });
  expect(result.firstTime).toBeUndefined();
  expect(result.profile.samples.length).toBe(15);
});

test('samples of a node that is not there are counted, not dropped in silence', () => {
  const result = read({ nodes: NODES, startTime: 0, endTime: 9, samples: [3, 77], timeDeltas: [1, 1] });
  expect(result.profile.samples.length).toBe(1);
  expect(result.warnings).toMatchObject([{ kind: 'entry-not-understood', count: 1 }]);
});

test('a tree that bites its tail ends, and names like __proto__ are names', () => {
  const result = read({
    nodes: [
      { ...node(1, '__proto__', 'constructor'), parent: 2 },
      { ...node(2, 'b', ''), parent: 1 },
      node(3, 'hasOwnProperty', ''),
    ],
    startTime: 0,
    endTime: 9,
    samples: [1, 3],
    timeDeltas: [1, 1],
  });
  expect(foldReading(result)).toEqual(['(root);hasOwnProperty 7000']);
});

test('a stack of 20,000 calls, nested in the old form, is read without recursion', () => {
  let text = '';
  for (let id = 1; id < 20_000; id++) text += `{"id":${id},"functionName":"f${id % 10}","url":"","children":[`;
  text = `{"head":${text}{"id":20000,"functionName":"leaf","url":"","children":[]}${']}'.repeat(19_999)},"samples":[20000],"timestamps":[1,2]}`;
  expect(readProfile(asciiBytes(text)).frameLines).toBe(20_000);
});

test('times that are none are refused with their place', () => {
  expect(() => read({ nodes: NODES, startTime: 0, endTime: 9, samples: [3], timeDeltas: ['x'] })).toThrow(ParseError);
});
