// `node scripts/run.mjs test/support/make-perf-script.ts OUT BYTES [--diverse] [--cpus N] [--seed N]`: a made-up but
// lifelike `perf script --header` text, the same for the same arguments.
//
// Every CPU is looked at 49 times a second, at a phase of its own. What it is found doing is drawn from a made-up
// program: a tree of calls, in which some paths are hot. By default a function is always met at the same few addresses,
// as in a long recording of few programs; with `diverse` the leaf's address differs from sample to sample, as in a
// recording of many programs: then some hundred thousand lines are distinct.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface PerfScriptShape {
  /** Stops after the first sample that reaches it; the text is a little longer. */
  readonly bytes: number;
  readonly diverse?: boolean;
  readonly cpus?: number;
  readonly seed?: number;
  readonly hertz?: number;
}

const PERIOD_NS = 1_000_000_000;
const START_SECONDS = 5000;
const FUNCTIONS = 2400;
const PROCESSES = 40;
/** Different stacks that are met; the corpus's two-minute recording has about one new stack in ten samples. */
const PATHS = 20_000;
const WORDS =
  'read write parse render merge copy hash lock wait flush index row page cache list tree node queue event key'.split(
    ' ',
  );
const MAPPINGS = [
  '/usr/lib/x86_64-linux-gnu/libc.so.6',
  '/usr/bin/node',
  '/srv/shop/bin/checkout',
  '/usr/lib/libcrypto.so.3',
  '[kernel.kallsyms]',
];
const IDLE_STACK = [
  'pv_native_safe_halt+0xb',
  'default_idle+0x9',
  'default_idle_call+0x2c',
  'do_idle+0x1f4',
  'cpu_startup_entry+0x2a',
  'start_secondary+0x11e',
  'secondary_startup_64_no_verify+0xe0',
];

interface MadeUpFunction {
  readonly name: string;
  readonly mapping: string;
  readonly address: number;
  readonly callees: readonly number[];
}

/** Chunks of some 64 KiB. */
export function* makePerfScript({
  bytes,
  diverse = false,
  cpus = 4,
  seed = 1,
  hertz = 49,
}: PerfScriptShape): Generator<string> {
  const random = mulberry32(seed);
  const program = makeProgram(random);
  const paths = Array.from({ length: PATHS }, () => walkDown(program, random));
  const phases = Array.from({ length: cpus }, () => Math.floor((random() * PERIOD_NS) / hertz));
  const intervalNs = Math.floor(PERIOD_NS / hertz);
  let text = header(cpus, hertz);
  let written = 0;
  for (let tick = 0; written + text.length < bytes; tick++) {
    for (const [cpu, phase] of phases.entries()) {
      const timeNs = tick * intervalNs + phase;
      text +=
        random() < 0.35
          ? idleSample(cpu, timeNs, intervalNs)
          : busySample(paths, random, cpu, timeNs, intervalNs, diverse);
    }
    if (text.length < 65_536) continue;
    written += text.length;
    yield text;
    text = '';
  }
  yield text;
}

function header(cpus: number, hertz: number): string {
  return [
    '# ========',
    '# captured on    : Mon Jan  5 10:00:00 2026',
    '# hostname : made-up',
    '# os release : 6.1.0',
    '# perf version : 6.1.0',
    '# arch : x86_64',
    `# nrcpus online : ${cpus}`,
    `# nrcpus avail : ${cpus}`,
    `# cmdline : /usr/bin/perf record -F ${hertz} -a -g -- sleep 60`,
    `# event : name = cpu-clock:pppH, , id = { 1 }, type = 1, size = 128, { sample_period, sample_freq } = ${hertz}, freq = 1`,
    '# ========',
    '#',
    '',
  ].join('\n');
}

function eventLine(comm: string, tid: number, cpu: number, timeNs: number, periodNs: number): string {
  const seconds = START_SECONDS + Math.floor(timeNs / PERIOD_NS);
  const micros = String(Math.floor((timeNs % PERIOD_NS) / 1000)).padStart(6, '0');
  return `${comm} ${String(tid).padStart(5)} [${String(cpu).padStart(3, '0')}] ${`${seconds}.${micros}`.padStart(12)}: ${String(periodNs).padStart(10)} cpu-clock:pppH: \n`;
}

function idleSample(cpu: number, timeNs: number, periodNs: number): string {
  return `${eventLine('swapper', 0, cpu, timeNs, periodNs)}${IDLE_STACK.map((frame, depth) => `\tffffffff8${(0x21f2c00 + depth * 0x3110).toString(16)} ${frame} ([kernel.kallsyms])\n`).join('')}\n`;
}

interface Path {
  readonly process: number;
  /** Leaf first, as perf prints it. */
  readonly stack: readonly MadeUpFunction[];
}

function busySample(
  paths: readonly Path[],
  random: () => number,
  cpu: number,
  timeNs: number,
  periodNs: number,
  diverse: boolean,
): string {
  const path = paths[Math.floor(random() ** 2 * paths.length)];
  if (path === undefined) return idleSample(cpu, timeNs, periodNs);
  const frames = path.stack.map((called, depth) => {
    const symbolOffset = depth === 0 && diverse ? Math.floor(random() * 0xffff) : 0x10 + 0x20 * (depth % 3);
    return `\t${(called.address + symbolOffset).toString(16).padStart(16)} ${called.name}+0x${symbolOffset.toString(16)} (${called.mapping})\n`;
  });
  return `${eventLine(`worker-${path.process}`, 2000 + path.process, cpu, timeNs, periodNs)}${frames.join('')}\n`;
}

function walkDown(program: readonly MadeUpFunction[], random: () => number): Path {
  const process = Math.floor(random() * random() * PROCESSES);
  const stack: MadeUpFunction[] = [];
  for (
    let next: number | undefined = process;
    next !== undefined && stack.length < 40;
    next = nextCall(program, next, stack.length, random)
  ) {
    const called = program[next];
    if (called !== undefined) stack.unshift(called);
  }
  return { process, stack };
}

/** Squaring makes the first callee the hot one. */
function nextCall(
  program: readonly MadeUpFunction[],
  index: number,
  depth: number,
  random: () => number,
): number | undefined {
  const callees = program[index]?.callees ?? [];
  if (depth > 4 && random() < 0.12) return undefined;
  return callees[Math.floor(random() ** 2 * callees.length)];
}

function makeProgram(random: () => number): MadeUpFunction[] {
  const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? 'run';
  return Array.from({ length: FUNCTIONS }, (_, index) => ({
    name: `${word()}_${word()}_${index.toString(36)}`,
    mapping: MAPPINGS[Math.floor(random() * MAPPINGS.length)] ?? '',
    address: 0x5500_0000_0000 + index * 0x10_000,
    // Calls lead to higher numbers only, so that a path ends.
    callees: Array.from({ length: 1 + Math.floor(random() * 4) }, () => index + 1 + Math.floor(random() * 90)).filter(
      (callee) => callee < FUNCTIONS,
    ),
  }));
}

/** A small seeded generator in [0, 1): Tommy Ettinger's mulberry32, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function writePerfScript(file: string, shape: PerfScriptShape): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const chunk of makePerfScript(shape)) writeSync(descriptor, chunk);
  } finally {
    closeSync(descriptor);
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      diverse: { type: 'boolean', default: false },
      cpus: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [file, bytes] = positionals;
  if (file === undefined || !Number.isFinite(Number(bytes)))
    throw new Error('Usage: make-perf-script.ts OUT BYTES [--diverse] [--cpus N] [--seed N]');
  writePerfScript(file, {
    bytes: Number(bytes),
    diverse: values.diverse,
    cpus: Number(values.cpus),
    seed: Number(values.seed),
  });
}
