import { expect, test } from 'vitest';
import { encodeMessage, packedDoubles } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';

const nodeEntry = (id: number, node: Uint8Array) =>
  [
    5,
    encodeMessage([
      [1, id],
      [2, node],
    ]),
  ] as const;
const param = (key: string, value: string) =>
  [
    8,
    encodeMessage([
      [1, key],
      [2, value],
    ]),
  ] as const;
const times = [
  [1, { double: 100.5 }],
  [2, { double: 103 }],
] as const;

test('nodes that name their parents are stacks below their thread, timed from the start', () => {
  const result = readProfile(
    encodeMessage([
      ...times,
      [3, [3, 2, 3]],
      [4, packedDoubles([0.25, 1, 0.5])],
      nodeEntry(
        0,
        encodeMessage([
          [1, 'root'],
          [2, 0],
        ]),
      ),
      nodeEntry(
        1,
        encodeMessage([
          [1, 'java'],
          [2, 0],
          [5, 0],
        ]),
      ),
      nodeEntry(
        2,
        encodeMessage([
          [1, 'run'],
          [2, 1],
          [4, 'jit'],
          [5, 1],
        ]),
      ),
      nodeEntry(
        3,
        encodeMessage([
          [1, 'read'],
          [2, 2],
          [4, 'kernel'],
          [5, 2],
        ]),
      ),
      [9, [0, 1, 0]],
      [10, [7, 7, 7]],
      [11, [8, 8, 9]],
    ]),
  );
  expect(result.format).toBe('nflxprofile');
  expect(foldReading(result)).toEqual(['java;run 1', 'java;run;read 2']);
  expect(result.profile.timeZeroSeconds).toBe(100);
  expect([...result.profile.samples.timeNs]).toEqual([750_000_000, 1_750_000_000, 2_250_000_000]);
  expect([...result.profile.samples.cpu]).toEqual([0, 1, 0]);
  expect([...result.profile.threads.tid]).toEqual([8, 9]);
});

test('nodes with whole stacks and values are read by them', () => {
  const frame = (name: string, file: string) =>
    [
      10,
      encodeMessage([
        [1, name],
        [2, 'user'],
        [
          3,
          encodeMessage([
            [1, file],
            [2, 12],
          ]),
        ],
      ]),
    ] as const;
  const result = readProfile(
    encodeMessage([
      ...times,
      [3, [1, 1]],
      [4, packedDoubles([0, 1])],
      nodeEntry(1, encodeMessage([[1, 'node'], [2, 2], frame('main', 'app.js'), frame('work', 'app.js'), [6, 42]])),
      param('has_node_stack', 'true'),
      [12, [3, 5]],
    ]),
  );
  expect(foldReading(result)).toEqual(['node;main;work 8']);
  expect(result.profile.strings).toContain('app.js');
  expect([...result.profile.threads.pid]).toEqual([42]);
});

test('a node among its own callers, and samples of no node, are counted', () => {
  const result = readProfile(
    encodeMessage([
      ...times,
      [3, [1, 4, 9]],
      [4, packedDoubles([0, 1, 1])],
      nodeEntry(
        1,
        encodeMessage([
          [1, 'a'],
          [2, 1],
        ]),
      ),
      nodeEntry(
        4,
        encodeMessage([
          [1, 'b'],
          [2, 1],
          [5, 5],
        ]),
      ),
      nodeEntry(
        5,
        encodeMessage([
          [1, 'c'],
          [2, 1],
          [5, 4],
        ]),
      ),
    ]),
  );
  expect(result.profile.samples.length).toBe(1);
  expect(result.warnings).toMatchObject([{ kind: 'entry-not-understood', count: 2 }]);
});
