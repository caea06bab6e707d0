import { NONE, type Profile, type ThreadIndex } from '@subsecond/profile';

/** `web 7/8`: comm, process, thread; `web 8` where perf printed the thread alone. */
export function threadName({ threads }: Profile, thread: ThreadIndex): string {
  const pid = threads.pid[thread];
  const tid = threads.tid[thread];
  return `${threads.comm[thread]} ${pid === NONE ? tid : `${pid}/${tid}`}`;
}
