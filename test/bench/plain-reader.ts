/**
 * What the parser is measured against: perf script text read the plain way, a string a line, a regular expression for events,
 * a Map for each distinct line and each step of a stack. It knows the ordinary shape alone and is no model of anything.
 */
const LF = 10;
const EVENT = /^\s*(.*?)\s+(-?\d+)(?:\/(-?\d+))?\s+(?:\[(\d+)\]\s+)?(\d+\.\d{6,9}):\s*(?:(\d+)\s+)?(\S+?):(?=\s|$)/;
/** Frames of one stack are told apart from stacks in one number. */
const MOST_FRAMES = 1 << 22;

export interface PlainReader {
  push(bytes: Uint8Array): void;
  finish(): number;
}

/** Whole lines of what is pushed, as strings. */
export function createLineReader(readLine: (line: string) => void): PlainReader {
  let carry = Buffer.alloc(0);
  let lines = 0;
  return {
    push(bytes) {
      const buffer = carry.length === 0 ? Buffer.from(bytes) : Buffer.concat([carry, bytes]);
      let start = 0;
      for (let end = buffer.indexOf(LF); end >= 0; end = buffer.indexOf(LF, start)) {
        readLine(buffer.toString('latin1', start, end));
        lines++;
        start = end + 1;
      }
      carry = buffer.subarray(start);
    },
    finish: () => lines,
  };
}

export function createNewlineCounter(): PlainReader {
  let lines = 0;
  return {
    push(bytes) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = buffer.indexOf(LF); at >= 0; at = buffer.indexOf(LF, at + 1)) lines++;
    },
    finish: () => lines,
  };
}

export function createPlainReader(): PlainReader {
  const frameOfLine = new Map<string, number>();
  const frames = new Map<string, number>();
  const threads = new Map<string, number>();
  const events = new Map<string, number>();
  const stacks = new Map<number, number>();
  const samples: { time: number; cpu: number; thread: number; event: number; period: number; stack: number }[] = [];
  let open: number[] | undefined;

  function close(): void {
    const sample = samples.at(-1);
    if (open === undefined || sample === undefined) return;
    let stack = 0;
    for (const frame of open.reverse()) stack = indexOf(stacks, stack * MOST_FRAMES + frame) + 1;
    sample.stack = stack;
    open = undefined;
  }

  function readLine(line: string): void {
    if (line === '') {
      close();
    } else if (line.startsWith('\t')) {
      let frame = frameOfLine.get(line);
      if (frame === undefined) {
        frame = indexOf(frames, frameText(line));
        frameOfLine.set(line, frame);
      }
      open?.push(frame);
    } else if (!line.startsWith('#')) {
      close();
      const match = EVENT.exec(line);
      if (match === null) return;
      const [, comm, first, second, cpu, time, period, event = ''] = match;
      samples.push({
        time: Number(time),
        cpu: Number(cpu ?? -1),
        thread: indexOf(threads, `${comm}\0${first}/${second}`),
        event: indexOf(events, event),
        period: Number(period ?? 1),
        stack: 0,
      });
      open = [];
    }
  }

  const lines = createLineReader(readLine);
  return {
    push: (bytes) => lines.push(bytes),
    finish() {
      close();
      return samples.length;
    },
  };
}

/** Symbol and mapping, without address and offset. */
function frameText(line: string): string {
  const text = line.trimStart();
  const rest = text.slice(text.indexOf(' ') + 1);
  const open = rest.lastIndexOf(' (');
  const symbol = rest.slice(0, open);
  const plus = symbol.lastIndexOf('+0x');
  return `${plus > 0 ? symbol.slice(0, plus) : symbol}\0${rest.slice(open + 2, -1)}`;
}

function indexOf<K>(map: Map<K, number>, key: K): number {
  let index = map.get(key);
  if (index === undefined) {
    index = map.size;
    map.set(key, index);
  }
  return index;
}
