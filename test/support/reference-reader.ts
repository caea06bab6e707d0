/**
 * A second opinion on perf script text: slow, strict, whole strings and regular expressions, written from the grammar in
 * docs/perf-script.md and from nothing in packages/parser. The tests hold the parser to it, sample for sample.
 *
 * It knows less than the parser: no lost indentation, no frames without an address, no cut last lines.
 */

export interface ReferenceSample {
  /** perf's digits, undefined where the text has no times. */
  readonly time: string | undefined;
  readonly cpu: number | undefined;
  readonly pid: number | undefined;
  readonly tid: number;
  readonly comm: string;
  readonly event: string;
  readonly period: string | undefined;
  /** `symbol` NUL `mapping`, leaf first; `(deleted)` taken off the mapping. */
  readonly stack: string[];
  readonly detail: string | undefined;
}

const TIMED =
  /^[ \t]*(.*?)[ \t]+(-?\d+)(?:\/(-?\d+))?[ \t]+(?:[A-Z][A-Za-z-]*[ \t]+)?(?:\[(\d+)\][ \t]+)?(?:[A-Z][A-Za-z-]*[ \t]+)?(\d+\.\d{6,9}):[ \t]*(?:(PERF_RECORD_.*)|(?:(\d+)[ \t]+)?(\S+?):(?=[ \t]|$)(.*))$/;
const UNTIMED =
  /^[ \t]*(.*?)[ \t]+(-?\d+)(?:\/(-?\d+))?[ \t]+(?:\[(\d+)\][ \t]+)?()(?:(PERF_RECORD_.*)|(?:(\d+)[ \t]+)?([A-Za-z]\S*?):(?=[ \t]|$)(.*))$/;
const FRAME = /^[ \t]+([0-9a-fA-F]{1,16})[ \t]+(.*)$/;

export function readReference(text: string): ReferenceSample[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const timed = lines.some((line) => !line.startsWith('#') && TIMED.test(line));
  const samples: ReferenceSample[] = [];
  for (const line of lines) {
    if (line.startsWith('#') || line.trim() === '') continue;
    const event = timed ? TIMED.exec(line) : line.startsWith('\t') ? null : UNTIMED.exec(line);
    if (event !== null) {
      if (event[6] === undefined) samples.push(sampleOf(event));
      continue;
    }
    const frame = FRAME.exec(line);
    if (frame !== null) samples.at(-1)?.stack.push(frameOf(frame[2] ?? ''));
  }
  return samples;
}

function sampleOf(match: RegExpExecArray): ReferenceSample {
  const [, comm = '', first = '', second, cpu, time, , period, event = '', tail = ''] = match;
  const text = tail.trim();
  const inline = FRAME.exec(` ${text}`);
  const isFrame = inline !== null && / \(.*\)$/.test(` ${inline[2]}`);
  return {
    time: time === '' ? undefined : time,
    cpu: cpu === undefined ? undefined : Number(cpu),
    pid: second === undefined ? undefined : Number(first),
    tid: Number(second ?? first),
    comm,
    event,
    period,
    stack: isFrame ? [frameOf(inline[2] ?? '')] : [],
    detail: isFrame || text === '' ? undefined : text,
  };
}

/** The mapping is the last balanced group; what is left, less `+0x…`, is the symbol. */
function frameOf(rest: string): string {
  const text = rest.trim();
  let symbol = text;
  let mapping = '';
  if (text.endsWith(')')) {
    let depth = 0;
    for (let i = text.length - 1; i >= 0; i--) {
      if (text[i] === ')') depth++;
      if (text[i] === '(' && --depth === 0) {
        if (i === 0 || /[ \t]/.test(text[i - 1] ?? '')) {
          mapping = text.slice(i + 1, -1);
          symbol = text.slice(0, i).trim();
        }
        break;
      }
    }
  }
  symbol = symbol.replace(/(.)\+0x[0-9a-fA-F]{1,16}$/, '$1');
  mapping = mapping.replace(/ \(deleted\)$/, '');
  if (mapping === '[unknown]' || mapping === 'inlined') mapping = '';
  return `${symbol === '' ? '[unknown]' : symbol}\0${mapping}`;
}
