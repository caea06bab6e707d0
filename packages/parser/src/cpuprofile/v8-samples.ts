/**
 * Samples of a V8 profile with their times. A sample stands for the time until the next one, as Chrome's own viewer has it:
 *
 *   startTime ─delta 0─▶ sample 0 ─delta 1─▶ sample 1 … sample n ─▶ endTime
 *                        └──weight──┘                   └─weight─┘
 *
 * V8 writes a negative delta where two threads of it disagree: the samples are put in order before they are weighed.
 */
import { addSample, noteWarning, type ProfileBuilder } from '../tables/profile-builder.ts';
import { stackOfNode, type V8Nodes } from './v8-nodes.ts';

export interface V8Samples {
  readonly thread: number;
  readonly event: number;
  /** Node ids, and µs of the recording's clock; the two are of one length. */
  readonly ids: readonly number[];
  readonly micros: readonly number[];
  /** Where the recording ended, in µs; undefined or earlier than the last sample where that is not known. */
  readonly endMicros: number | undefined;
  readonly baseSeconds: number;
}

export function addV8Samples(builder: ProfileBuilder, nodes: V8Nodes, samples: V8Samples): void {
  const { ids, micros, endMicros, baseSeconds, thread, event } = samples;
  const order = ids.map((_, index) => index).sort((a, b) => micros[a] - micros[b] || a - b);
  const toNs = (time: number) => Math.round((time - baseSeconds * 1e6) * 1000);
  let wentBack = 0;
  for (let i = 0; i < order.length; i++) {
    const at = order[i];
    if (i > 0 && at < order[i - 1]) wentBack++;
    const stack = stackOfNode(builder, nodes, ids[at]);
    if (stack === undefined) {
      noteWarning(builder.notes, 'entry-not-understood', 1, { text: `sample ${at}: there is no node ${ids[at]}` });
      continue;
    }
    const timeNs = toNs(micros[at]);
    const next = i + 1 < order.length ? micros[order[i + 1]] : lastEnd(micros, order, endMicros);
    addSample(builder, { timeNs, thread, stack, event, weight: Math.max(0, toNs(next) - timeNs) });
  }
  noteWarning(builder.notes, 'time-went-back', wentBack);
}

/** Without a recorded end the last sample stands for as long as the others do on average. */
function lastEnd(micros: readonly number[], order: readonly number[], endMicros: number | undefined): number {
  const last = micros[order[order.length - 1]];
  if (endMicros !== undefined && endMicros >= last) return endMicros;
  return order.length < 2 ? last : last + (last - micros[order[0]]) / (order.length - 1);
}
