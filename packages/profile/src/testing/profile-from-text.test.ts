import { expect, test } from 'vitest';
import { FrameKind, NONE, SampleFlag } from '../tables/profile.ts';
import { profileFromText } from './profile-from-text.ts';

test('reads every part of a drawing', () => {
  const profile = profileFromText(`
    time    2.000001     -            1.5
    thread  web:7/8      swapper/1    app
    cpu     3            -            0
    event   cycles       cycles       sched:sched_switch
    weight  5            7            -
            main         do_idle@k
            g(lib.so)    [unknown]
            h(a.jit)@j
  `);
  // Sorted by time; those without one last.
  expect([...profile.samples.timeNs]).toEqual([500_000_000, 1_000_001_000, Number.NaN]);
  expect(profile.timeZeroSeconds).toBe(1);
  expect([...profile.samples.cpu]).toEqual([0, 3, NONE]);
  expect(profile.threads.comm).toEqual(['web', 'swapper/1', 'app']);
  expect([...profile.threads.pid]).toEqual([7, NONE, NONE]);
  expect([...profile.threads.tid]).toEqual([8, 0, 3]);
  expect(profile.events.map(({ name, weightUnit }) => [name, weightUnit])).toEqual([
    ['cycles', 'count'],
    ['sched:sched_switch', 'samples'],
  ]);
  expect([...profile.samples.weight]).toEqual([1, 5, 7]);
  expect([...profile.samples.flags]).toEqual([SampleFlag.stackAbsent, 0, SampleFlag.timeAbsent]);
  expect([...profile.frames.kind]).toEqual([
    FrameKind.user,
    FrameKind.user,
    FrameKind.jit,
    FrameKind.kernel,
    FrameKind.unresolved,
  ]);
  expect(profile.strings).toEqual(['main', 'g', 'lib.so', 'h', 'a.jit', 'do_idle', '[unknown]']);
});

test('says what is wrong with a drawing', () => {
  expect(() => profileFromText('thread  a\n')).toThrow(/no line "time"/);
  expect(() => profileFromText('time    now\n')).toThrow(/"now" where a number belongs/);
  expect(() => profileFromText('time    1\ncolour  red\n')).toThrow(/colour/);
});
