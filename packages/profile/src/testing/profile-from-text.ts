import type { RawEvent, RawSamples } from '../tables/finish-profile.ts';
import { finishProfile } from '../tables/finish-profile.ts';
import { assertProfileIntegrity } from '../tables/integrity.ts';
import type { Profile, RecordingHeader } from '../tables/profile.ts';
import { EMPTY_HEADER, FrameKind, NONE, SampleFlag } from '../tables/profile.ts';

const KIND_LETTERS = {
  u: FrameKind.user,
  k: FrameKind.kernel,
  l: FrameKind.library,
  j: FrameKind.jit,
  i: FrameKind.inlined,
  p: FrameKind.interpreter,
  '?': FrameKind.unresolved,
} as const;

/**
 * A profile drawn as text: one column a sample, its stack below the header lines, root first.
 *
 *   time    0.010      0.020      -
 *   thread  web:7/8    swapper    web:7/8
 *   cpu     0          1          0
 *           main       do_idle@k  main
 *           parse(libc)           parse(libc)
 *           gc@j
 *
 * - Columns start where the cells of the first line start; cells may not contain blanks, and may not reach the next column.
 * - `time` in seconds, `-` for a sample without one. Must be there; the other header lines may be left out.
 * - `thread` `comm`, `comm:tid` or `comm:pid/tid`; `swapper` has tid 0, other comms without a tid count up from 1. Default `app`.
 * - `cpu` default −; `event` default `cpu-clock`; `weight` default 1; `-` takes the default. An event with a weight has a period.
 * - A frame is `symbol`, `symbol(mapping)`, each with `@` and a letter for its kind: u user (default), k kernel, l library, j jit,
 *   i inlined, ? unresolved. `[unknown]` is unresolved without saying so.
 * - A blank cell ends the stack; a sample without any frame has the flag `stackAbsent`.
 *
 * Throws an Error that names the line where the drawing is wrong. The result has passed `assertProfileIntegrity`.
 */
export function profileFromText(
  text: string,
  options: { readonly header?: Partial<RecordingHeader>; readonly timeResolutionNs?: number } = {},
): Profile {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const head = lines[0];
  const starts = head === undefined ? [] : [...head.matchAll(/\S+/g)].map((match) => match.index).slice(1);
  const headers = new Map<string, string[]>();
  const stackRows: string[][] = [];
  for (const line of lines) {
    const label = line.slice(0, starts[0] ?? line.length).trim();
    const cells = starts.map((start, column) => line.slice(start, starts[column + 1]).trim());
    if (label === '') stackRows.push(cells);
    else if (!/^(?:time|thread|cpu|event|weight)$/.test(label) || headers.has(label))
      throw new Error(`the drawing has a line "${line.trim()}" that no header line is`);
    else headers.set(label, cells);
  }
  const times = headers.get('time');
  if (times === undefined && lines.length > 0) throw new Error('the drawing has no line "time"');

  const build = new DrawingTables();
  const length = starts.length;
  const samples: RawSamples = {
    length,
    timeNs: new Float64Array(length),
    cpu: new Int32Array(length),
    thread: new Int32Array(length),
    stack: new Int32Array(length),
    event: new Uint16Array(length),
    weight: new Float64Array(length),
    flags: new Uint8Array(length),
    detail: new Int32Array(length).fill(NONE),
  };
  for (let column = 0; column < length; column++) {
    const cell = (label: string, ifAbsent: string): string => {
      const value = headers.get(label)?.[column] ?? '';
      return value === '' || value === '-' ? ifAbsent : value;
    };
    const time = cell('time', '');
    const weight = cell('weight', '');
    samples.timeNs[column] = time === '' ? Number.NaN : Math.round(numberOf(time) * 1e9);
    samples.cpu[column] = numberOf(cell('cpu', '-1'));
    samples.thread[column] = build.thread(cell('thread', 'app'));
    samples.event[column] = build.event(cell('event', 'cpu-clock'), weight !== '');
    samples.weight[column] = weight === '' ? 1 : numberOf(weight);
    let stack = NONE;
    for (const row of stackRows) {
      if (row[column] === '') break;
      stack = build.stack(stack, row[column]);
    }
    samples.stack[column] = stack;
    samples.flags[column] = (time === '' ? SampleFlag.timeAbsent : 0) | (stack === NONE ? SampleFlag.stackAbsent : 0);
  }
  const { profile } = finishProfile({
    samples,
    baseSeconds: 0,
    ...build.tables(),
    details: [],
    timeResolutionNs: options.timeResolutionNs ?? 1,
    header: { ...EMPTY_HEADER, ...options.header },
  });
  assertProfileIntegrity(profile);
  return profile;
}

function numberOf(cell: string): number {
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new Error(`the drawing has "${cell}" where a number belongs`);
  return value;
}

/** The tables that a drawing names, in order of first mention. */
class DrawingTables {
  readonly #strings = new Map<string, number>();
  readonly #frames = new Map<string, { row: number; symbol: number; mapping: number; kind: number }>();
  readonly #stacks = new Map<string, { prefix: number; frame: number }>();
  readonly #threads = new Map<string, { pid: number; tid: number; comm: string }>();
  readonly #events = new Map<string, RawEvent>();
  readonly #stackRows = new Map<string, number>();

  thread(cell: string): number {
    if (!this.#threads.has(cell)) {
      const match = /^(.*?)(?::(?:(-?\d+)\/)?(-?\d+))?$/.exec(cell);
      const comm = match?.[1] ?? cell;
      const tid =
        match?.[3] === undefined ? (comm.startsWith('swapper') ? 0 : this.#threads.size + 1) : Number(match[3]);
      this.#threads.set(cell, { pid: match?.[2] === undefined ? NONE : Number(match[2]), tid, comm });
    }
    return [...this.#threads.keys()].indexOf(cell);
  }

  event(name: string, hasPeriod: boolean): number {
    const known = this.#events.get(name);
    this.#events.set(name, { name, frequencyHz: undefined, hasPeriod: hasPeriod || known?.hasPeriod === true });
    return [...this.#events.keys()].indexOf(name);
  }

  stack(prefix: number, cell: string): number {
    const frame = this.#frame(cell);
    const key = `${prefix} ${frame}`;
    let row = this.#stackRows.get(key);
    if (row === undefined) {
      row = this.#stackRows.size;
      this.#stackRows.set(key, row);
      this.#stacks.set(key, { prefix, frame });
    }
    return row;
  }

  #frame(cell: string): number {
    const known = this.#frames.get(cell);
    if (known !== undefined) return known.row;
    const match = /^(.+?)(?:\(([^()]*)\))?(?:@([uklji?]))?$/.exec(cell);
    const symbol = match?.[1] ?? cell;
    const mapping = match?.[2];
    const letter = (match?.[3] ?? (symbol === '[unknown]' ? '?' : 'u')) as keyof typeof KIND_LETTERS;
    const row = this.#frames.size;
    this.#frames.set(cell, {
      row,
      symbol: this.#string(symbol),
      mapping: mapping === undefined ? NONE : this.#string(mapping),
      kind: KIND_LETTERS[letter],
    });
    return row;
  }

  #string(text: string): number {
    let index = this.#strings.get(text);
    if (index === undefined) {
      index = this.#strings.size;
      this.#strings.set(text, index);
    }
    return index;
  }

  tables() {
    const frames = [...this.#frames.values()];
    const stacks = [...this.#stacks.values()];
    const threads = [...this.#threads.values()];
    return {
      strings: [...this.#strings.keys()],
      frames: {
        length: frames.length,
        symbol: Int32Array.from(frames, ({ symbol }) => symbol),
        mapping: Int32Array.from(frames, ({ mapping }) => mapping),
        kind: Uint8Array.from(frames, ({ kind }) => kind),
        flags: new Uint8Array(frames.length),
      },
      stacks: {
        length: stacks.length,
        prefix: Int32Array.from(stacks, ({ prefix }) => prefix),
        frame: Int32Array.from(stacks, ({ frame }) => frame),
      },
      threads: {
        length: threads.length,
        pid: Int32Array.from(threads, ({ pid }) => pid),
        tid: Int32Array.from(threads, ({ tid }) => tid),
        comm: threads.map(({ comm }) => comm),
      },
      events: [...this.#events.values()],
    };
  }
}
