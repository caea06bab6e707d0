/** `npm run bench -- parse FILE`: the parser on one file, as one line of JSON. Pin it: `taskset -c 1 npm run bench -- parse FILE`. */
import { closeSync, openSync, readSync } from 'node:fs';
import { createPerfScriptParser } from '@subsecond/parser';

const CHUNK_BYTES = 1 << 20;

export function benchParse(argv: readonly string[]): void {
  const [file] = argv;
  if (file === undefined) throw new Error('Name the file to read: npm run bench -- parse FILE');
  const buffer = new Uint8Array(CHUNK_BYTES);
  const cpuBefore = process.cpuUsage();
  const started = process.hrtime.bigint();

  const parser = createPerfScriptParser();
  const descriptor = openSync(file, 'r');
  try {
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer))
      parser.push(buffer.subarray(0, read));
  } finally {
    closeSync(descriptor);
  }
  const { bytes, profile } = parser.finish();

  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  const cpu = process.cpuUsage(cpuBefore);
  console.log(
    JSON.stringify({
      bytes,
      wallSeconds: rounded(wallSeconds, 3),
      cpuSeconds: rounded((cpu.user + cpu.system) / 1e6, 3),
      mbPerSecond: rounded(bytes / 1e6 / wallSeconds, 1),
      peakRssMb: rounded(process.resourceUsage().maxRSS / 1024, 0),
      samples: profile.samples.length,
    }),
  );
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
