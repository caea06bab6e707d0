import { expect, test } from 'vitest';
import { asciiBytes } from '../../../../test/support/encode-protobuf.ts';
import { readProfile } from '../create-profile-reader.ts';

const sample = (time: string) => `w 1 [000] ${time}: 1 cycles: \n\t 4 f (/x)\n\n`;
const read = (...times: string[]) => readProfile(asciiBytes(times.map(sample).join('')));

test('samples 104 days after the first lose their times with a warning, and the last time is one that was kept', () => {
  const { profile, warnings, firstTime, lastTime } = read('100.000000', '101.500000', '9100000.000000');
  expect(profile.samples.length).toBe(3);
  expect(warnings).toMatchObject([{ kind: 'time-absent', count: 1 }]);
  expect([firstTime, lastTime]).toEqual(['100.000000', '101.500000']);
});

test('times that lie far from zero and near to one another keep their digits', () => {
  const { warnings, firstTime, lastTime } = read('9999999999.000000', '9999999999.000001');
  expect(warnings).toEqual([]);
  expect([firstTime, lastTime]).toEqual(['9999999999.000000', '9999999999.000001']);
  expect(read('100.000000', '9999999999.000000').lastTime).toBe('100.000000');
});
