import { NONE, type Profile, type ThreadIndex } from '@subsecond/profile';

/** `web pid: 7 tid: 8`, or `web tid: 8` where perf printed the thread alone: how speedscope itself names the threads of perf. */
export function threadName({ threads }: Profile, thread: ThreadIndex): string {
  const pid = threads.pid[thread];
  const tid = threads.tid[thread];
  return `${threads.comm[thread]}${pid === NONE ? '' : ` pid: ${pid}`} tid: ${tid}`;
}
