import { frameMapping, frameName, NONE } from '@subsecond/profile';
import { type ExportSelection, selectedSamples } from './export-selection.ts';
import { threadName } from './thread-name.ts';

/**
 * speedscope's own file format (https://www.speedscope.app/file-format-schema.json), as text in pieces: a whole may be longer
 * than a string can be.
 *
 * A thread is a profile of the type `sampled`, the heaviest first, which speedscope opens; its samples stand in order of
 * time, root first, each with its weight. A sample without a stack has an empty one. Frames are numbered by first use and
 * carry their mapping as `file`.
 */
export interface SpeedscopeOptions {
  readonly name: string;
  /** `samples` weighs each sample 1; `period` by its period, which is nanoseconds for a clock event. */
  readonly measure: 'samples' | 'period';
}

/** Characters; a piece ends with the sample that passes it. */
const PIECE_LENGTH = 100_000;
/** Characters of stacks' texts that are kept for the next sample with the same stack. */
const KEPT_LENGTH = 50_000_000;

export function* writeSpeedscope(selection: ExportSelection, options: SpeedscopeOptions): Iterable<string> {
  const { profile, event } = selection;
  const rows = selectedSamples(selection);
  const threads = rowsByThread(selection, rows, options);
  const frames = new UsedFrames(selection);
  const unit =
    (options.measure === 'period' && SPEEDSCOPE_UNITS.get(profile.events[event]?.weightUnit ?? '')) || 'none';
  const head = {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: 'Subsecond',
    name: options.name,
    activeProfileIndex: 0,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"profiles":[`;
  for (const [position, { thread, rows: ofThread, weight }] of threads.entries()) {
    const name = JSON.stringify(threadName(profile, thread));
    yield `${position === 0 ? '' : ','}\n{"type":"sampled","name":${name},"unit":"${unit}","startValue":0,"endValue":${weight},"samples":[`;
    let piece = '';
    for (const [k, row] of ofThread.entries()) {
      piece += `${k === 0 ? '' : ','}[${frames.pathOf(profile.samples.stack[row])}]`;
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
    yield piece;
    yield '],"weights":[';
    yield `${Array.from(ofThread, (row) => weigh(selection, options, row)).join(',')}]}`;
  }
  yield `],"shared":{"frames":[`;
  // Last, because only now is it known which of them are used.
  for (const [position, frame] of frames.used.entries()) {
    const file = frameMapping(profile, frame);
    const text = JSON.stringify({ name: frameName(profile, frame), ...(file === undefined ? {} : { file }) });
    yield `${position === 0 ? '' : ','}${text}`;
  }
  yield ']}}\n';
}

/** In speedscope's words; it has none for counts. */
const SPEEDSCOPE_UNITS: ReadonlyMap<string, string> = new Map([
  ['ns', 'nanoseconds'],
  ['bytes', 'bytes'],
]);

interface ThreadRows {
  readonly thread: number;
  readonly rows: Int32Array;
  readonly weight: number;
}

function rowsByThread(selection: ExportSelection, rows: Int32Array, options: SpeedscopeOptions): ThreadRows[] {
  const { threads, samples } = selection.profile;
  const count = new Int32Array(threads.length);
  const weight = new Float64Array(threads.length);
  for (const row of rows) {
    count[samples.thread[row]]++;
    weight[samples.thread[row]] += weigh(selection, options, row);
  }
  const byThread: { thread: number; rows: Int32Array; weight: number }[] = [];
  const placeOf = new Int32Array(threads.length).fill(NONE);
  for (let thread = 0; thread < threads.length; thread++) {
    if (count[thread] === 0) continue;
    placeOf[thread] = byThread.length;
    byThread.push({ thread, rows: new Int32Array(count[thread]), weight: weight[thread] });
    count[thread] = 0;
  }
  for (const row of rows) {
    const thread = samples.thread[row];
    byThread[placeOf[thread]].rows[count[thread]++] = row;
  }
  return byThread.sort((a, b) => b.weight - a.weight || a.thread - b.thread);
}

function weigh({ profile }: ExportSelection, { measure }: SpeedscopeOptions, row: number): number {
  return measure === 'samples' ? 1 : profile.samples.weight[row];
}

/** Numbers frames as they are first used; a stack's text is made once. */
class UsedFrames {
  readonly used: number[] = [];
  readonly #number: Int32Array;
  readonly #pathOf = new Map<number, string>();
  #kept = 0;
  readonly #selection: ExportSelection;

  constructor(selection: ExportSelection) {
    this.#selection = selection;
    this.#number = new Int32Array(selection.profile.frames.length).fill(NONE);
  }

  /** Root first: `4,0,17`. */
  pathOf(stack: number): string {
    if (stack === NONE) return '';
    const known = this.#pathOf.get(stack);
    if (known !== undefined) return known;
    const { stacks } = this.#selection.profile;
    const path: number[] = [];
    for (let at = stack; at !== NONE; at = stacks.prefix[at]) path.push(this.#numberOf(stacks.frame[at]));
    const text = path.reverse().join(',');
    this.#kept += text.length;
    if (this.#kept <= KEPT_LENGTH) this.#pathOf.set(stack, text);
    return text;
  }

  #numberOf(frame: number): number {
    if (this.#number[frame] === NONE) {
      this.#number[frame] = this.used.length;
      this.used.push(frame);
    }
    return this.#number[frame];
  }
}
