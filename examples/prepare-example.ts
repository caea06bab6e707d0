// perf script text on standard input → the same without what is foreign to the story, on standard output.
//
// Kept: the header's lines that describe the recording; samples of the idle task (process 0); samples of the story's
// processes. Removed: all other processes' samples, the host's name, build ids, topology, paths on the host. Nothing is
// changed in a sample that is kept except path prefixes (--path FROM=TO), and nothing is made up.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const HEADER_KEPT = /^# (captured on|perf version|arch|nrcpus online|nrcpus avail|cpudesc|event |sample duration)/;
const EVENT_LINE = /^\s*(.*?)\s+(-?\d+)\/(-?\d+)\s+(?:\[(\d+)\]\s+)?(\d+\.\d{6,9}):\s/;

const { values } = parseArgs({
  options: { pids: { type: 'string' }, path: { type: 'string', multiple: true, default: [] } },
});
if (values.pids === undefined)
  throw new Error('Usage: prepare-example.ts --pids FILE [--path FROM=TO…] < perf-script.txt > profile.perf.txt');
const pids = new Set(readFileSync(values.pids, 'utf8').split('\n').filter(Boolean).map(Number)).add(0);
const replacements = values.path.map((pair) => splitPair(pair));

let isKept = true;
let inHeader = true;
let keptSamples = 0;
let removedSamples = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.startsWith('#')) {
    if (inHeader) writeHeaderLine(line);
    continue;
  }
  inHeader = false;
  const event = EVENT_LINE.exec(line);
  if (event !== null) {
    isKept = pids.has(Number(event[2]));
    if (isKept) keptSamples++;
    else removedSamples++;
  }
  if (isKept) writeLine(line);
}
console.error(`${keptSamples} samples kept, ${removedSamples} of other processes removed`);

function writeHeaderLine(line: string): void {
  if (line.startsWith('# hostname')) writeLine('# hostname : example-host');
  else if (line.startsWith('# os release')) writeLine(/^# os release : [\d.]+/.exec(line)?.[0] ?? '');
  else if (line.startsWith('# cmdline')) writeLine(line.replace(/ : \S*\/perf /, ' : perf ').replace(/ -o \S+/, ''));
  else if (line === '# ========' || HEADER_KEPT.test(line)) writeLine(line);
}

function writeLine(line: string): void {
  let written = line;
  for (const [from, to] of replacements) written = written.replaceAll(from, to);
  process.stdout.write(`${written}\n`);
}

function splitPair(pair: string): [string, string] {
  const [from, to] = pair.split('=');
  if (!from || !to) throw new Error(`--path wants FROM=TO, not ${pair}`);
  return [from, to];
}
