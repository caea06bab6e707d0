import type { ProfileFormat } from '@subsecond/contracts';

/** What the file was, in words; perf script is what everything here is made for, and needs none. */
export const FORMAT_WORDS: Readonly<Record<ProfileFormat, string | undefined>> = {
  'perf-script': undefined,
  cpuprofile: 'V8 CPU profile',
  heapprofile: 'V8 heap profile',
  'chrome-trace': 'Chrome trace',
  speedscope: 'speedscope file',
  folded: 'folded stacks',
  pprof: 'pprof profile',
  jfr: 'Java flight recording',
  nflxprofile: 'nflxprofile',
};

/** Why there are no times, and how to get some. */
export function noTimesWords(format: ProfileFormat | null): string {
  switch (format) {
    case 'folded':
      return 'Folded stacks are sums: when each sample was taken is not in the file. Upload the recording they were made of to get a heat map.';
    case 'pprof':
      return 'A pprof profile holds sums: when each sample was taken is not in the file. Upload a recording that keeps times, such as the output of perf script, to get a heat map.';
    case 'speedscope':
      return 'The speedscope file counts in a unit that is no time. Export it with weights in units of time to get a heat map.';
    case 'cpuprofile':
      return 'The CPU profile has counts per function and no sample times. Record it with a newer Node.js or Chrome to get a heat map.';
    case 'heapprofile':
      return 'A heap profile says what is held, not when it was allocated.';
    case 'perf-script':
    case null:
      return 'Leave the field “time” in perf script -F to get one.';
    case 'chrome-trace':
    case 'jfr':
    case 'nflxprofile':
      return 'Record it again with times to get a heat map.';
  }
}
