/**
 * `npm run --silent parse -- FILE [--json | --folded]`: what the parser makes of a file, without a server. FILE may be plain,
 * gzip or zstd; `-` is the standard input. Exits 1, with the reason on stderr, where there is nothing to show.
 */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { InflateError, inflateStream } from '@subsecond/api/storage/inflate.ts';
import {
  createPerfScriptParser,
  createProfileReader,
  detectInput,
  ParseError,
  type ParseResult,
} from '@subsecond/parser';
import {
  defaultEvent,
  deriveCallNodes,
  deriveCallTree,
  deriveIdleSamples,
  foldedLines,
  SampleFlag,
} from '@subsecond/profile';
import { readOnTwoCores, WORTH_TWO_CORES_BYTES } from './read-on-two-cores.ts';

const USAGE =
  'Usage: npm run --silent parse -- FILE [--json | --folded]     FILE may be gzip or zstd; - is the standard input';
/** One's own file on one's own machine: only what could fill the disk or the memory by mistake is refused. */
const INFLATE_LIMITS = { maxInflatedBytes: 64 * 2 ** 30, maxRatio: 2000 };

async function main(argv: readonly string[]): Promise<number> {
  const files = argv.filter((argument) => argument === '-' || !argument.startsWith('-'));
  const flags = argv.filter((argument) => argument !== '-' && argument.startsWith('-'));
  const [file] = files;
  if (
    file === undefined ||
    files.length > 1 ||
    flags.length > 1 ||
    flags.some((flag) => flag !== '--json' && flag !== '--folded')
  ) {
    console.error(USAGE);
    return 2;
  }
  try {
    const result = await parseFile(file);
    if (flags[0] === '--json') await write(`${JSON.stringify(summary(result))}\n`);
    else if (flags[0] === '--folded') await writeFolded(result);
    else await write(plainText(file, result));
    return 0;
  } catch (error) {
    const reason = reasonOf(error, file);
    if (reason === undefined) throw error;
    console.error(reason);
    return 1;
  }
}

async function parseFile(file: string): Promise<ParseResult> {
  const size = file === '-' ? 0 : statSync(file).size;
  if (size >= WORTH_TWO_CORES_BYTES && availableParallelism() > 1 && isPlainPerfScript(file)) {
    const parser = createPerfScriptParser();
    await readOnTwoCores(file, size, parser);
    return parser.finish();
  }
  const reader = createProfileReader();
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  for await (const bytes of inflateStream(source, INFLATE_LIMITS)) reader.push(bytes);
  return reader.finish();
}

function isPlainPerfScript(file: string): boolean {
  const head = new Uint8Array(1 << 16);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, head);
  closeSync(descriptor);
  return detectInput(head.subarray(0, length)) === 'perf-script';
}

/** What stands on stderr for a failure that the file explains; undefined for one that it does not. */
function reasonOf(error: unknown, file: string): string | undefined {
  if (error instanceof ParseError) {
    const seems = error.seemsToBe === undefined ? '' : `\nIt seems to be: ${error.seemsToBe}`;
    return `${file}: ${error.message}${seems}\nLine: ${error.line ?? 1}\n${error.cure}`;
  }
  if (error instanceof InflateError) return `${file}: ${error.message}\n${error.cure}`;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return `${file}: ${error.message}`;
  return undefined;
}

interface Summary {
  readonly format: string;
  readonly samples: number;
  readonly samplesWithStack: number;
  /** Frame lines of all samples. */
  readonly frames: number;
  readonly maxDepth: number;
  /** Distinct (pid, tid, comm). */
  readonly threads: number;
  readonly events: Readonly<Record<string, number>>;
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly samplesWithoutTime: number;
  readonly idleSamples: number;
  readonly lostSamples: number;
  readonly bytes: number;
  readonly lines: number;
  readonly warnings: readonly { readonly kind: string; readonly count: number; readonly firstLine: number }[];
}

function summary(result: ParseResult): Summary {
  const { profile } = result;
  const { samples, stacks } = profile;
  const depths = new Int32Array(stacks.length);
  let maxDepth = 0;
  for (let stack = 0; stack < stacks.length; stack++) {
    const prefix = stacks.prefix[stack] ?? -1;
    const depth = prefix < 0 ? 1 : (depths[prefix] ?? 0) + 1;
    depths[stack] = depth;
    maxDepth = Math.max(maxDepth, depth);
  }
  const eventCounts = new Array<number>(profile.events.length).fill(0);
  let samplesWithStack = 0;
  let samplesWithoutTime = 0;
  for (let row = 0; row < samples.length; row++) {
    const event = samples.event[row] ?? 0;
    eventCounts[event] = (eventCounts[event] ?? 0) + 1;
    if ((samples.stack[row] ?? -1) >= 0) samplesWithStack++;
    if (((samples.flags[row] ?? 0) & SampleFlag.timeAbsent) !== 0) samplesWithoutTime++;
  }
  return {
    format: result.format,
    samples: samples.length,
    samplesWithStack,
    frames: result.frameLines,
    maxDepth,
    threads: profile.threads.length,
    // From entries: a plain assignment would lose an event that is called __proto__.
    events: Object.fromEntries(profile.events.map((event, index) => [event.name, eventCounts[index] ?? 0])),
    firstTime: result.firstTime ?? null,
    lastTime: result.lastTime ?? null,
    samplesWithoutTime,
    idleSamples: deriveIdleSamples(profile).reduce((sum, idle) => sum + idle, 0),
    lostSamples: result.lostSamples,
    bytes: result.bytes,
    lines: result.lines,
    warnings: result.warnings.map(({ kind, count, firstLine }) => ({ kind, count, firstLine })),
  };
}

async function writeFolded(result: ParseResult): Promise<void> {
  const { profile } = result;
  const callNodes = deriveCallNodes(profile);
  const mask = new Uint8Array(profile.samples.length).fill(1);
  let measure: 'samples' | 'period' = 'samples';
  if (result.format !== 'perf-script') {
    // As the page opens it: one event, and its weight where that varies. Events of such files are other values of the same samples.
    const event = defaultEvent(profile);
    for (let row = 0; row < mask.length; row++) mask[row] = profile.samples.event[row] === event ? 1 : 0;
    if (profile.events[event]?.fixedWeight === undefined) measure = 'period';
  }
  const tree = deriveCallTree(profile, callNodes, { mask, ranges: undefined, measure });
  let piece = '';
  for (const line of foldedLines(profile, callNodes, tree)) {
    piece += `${line}\n`;
    if (piece.length > 1 << 16) {
      await write(piece);
      piece = '';
    }
  }
  await write(piece);
}

function plainText(file: string, result: ParseResult): string {
  const facts = summary(result);
  const lines = [
    `${file}: ${facts.samples} samples (${facts.samplesWithStack} with a stack, ${facts.idleSamples} idle), ${facts.threads} threads`,
    `  time      ${facts.firstTime ?? 'none'} to ${facts.lastTime ?? 'none'}`,
    `  frames    ${facts.frames}, the deepest stack has ${facts.maxDepth}`,
    `  read      ${facts.bytes} bytes, ${facts.lines} lines`,
    ...Object.entries(facts.events).map(([name, count]) => `  event     ${name}: ${count}`),
    ...result.warnings.map(
      (warning) => `  warning   ${warning.kind}: ${warning.count}, first in line ${warning.firstLine}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Waits for the reader of a pipe, so that a long text is not kept in memory. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

process.exitCode = await main(process.argv.slice(2));
