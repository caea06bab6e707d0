/**
 * `npm run bench -- parse FILE [READER]`: one reader on one file, as one line of JSON. Pin it: `taskset -c 1 npm run bench -- parse FILE`.
 * READER is parser (if none is named), plain, lines, newlines, two-cores, or inflated: FILE is then gzip or zstd.
 */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { inflateStream } from '@subsecond/api/storage/inflate.ts';
import { createPerfScriptParser } from '@subsecond/parser';
import { readOnTwoCores } from '../../scripts/read-on-two-cores.ts';
import { createLineReader, createNewlineCounter, createPlainReader } from './plain-reader.ts';

const CHUNK_BYTES = 1 << 20;

export async function benchParse([file, reader = 'parser']: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error('Name the file to read: npm run bench -- parse FILE');
  const cpuBefore = process.cpuUsage();
  const started = process.hrtime.bigint();
  const { bytes, samples } = await read(file, reader);
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  const cpu = process.cpuUsage(cpuBefore);
  console.log(
    JSON.stringify({
      bytes,
      wallSeconds: rounded(wallSeconds, 3),
      cpuSeconds: rounded((cpu.user + cpu.system) / 1e6, 3),
      mbPerSecond: rounded(bytes / 1e6 / wallSeconds, 1),
      peakRssMb: rounded(process.resourceUsage().maxRSS / 1024, 0),
      samples,
    }),
  );
}

async function read(file: string, reader: string): Promise<{ bytes: number; samples: number }> {
  const bytes = statSync(file).size;
  switch (reader) {
    case 'plain':
      return { bytes, samples: pushFile(file, createPlainReader()).finish() };
    case 'lines':
      return {
        bytes,
        samples: pushFile(
          file,
          createLineReader(() => undefined),
        ).finish(),
      };
    case 'newlines':
      return { bytes, samples: pushFile(file, createNewlineCounter()).finish() };
    case 'two-cores': {
      const parser = createPerfScriptParser();
      await readOnTwoCores(file, bytes, parser);
      return { bytes, samples: parser.finish().profile.samples.length };
    }
    case 'inflated':
      return await readInflated(file, createPerfScriptParser());
    case 'inflating':
      return await readInflated(file, { push: () => undefined });
    case 'parser':
      return { bytes, samples: pushFile(file, createPerfScriptParser()).finish().profile.samples.length };
    default:
      throw new Error(`No reader is called ${reader}.`);
  }
}

function pushFile<R extends { push(bytes: Uint8Array): void }>(file: string, reader: R): R {
  const buffer = new Uint8Array(CHUNK_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer))
      reader.push(buffer.subarray(0, length));
  } finally {
    closeSync(descriptor);
  }
  return reader;
}

/** Node inflates on a thread of its own: inflating and parsing take turns only where one waits for the other. */
async function readInflated(
  file: string,
  reader: Pick<ReturnType<typeof createPerfScriptParser>, 'push'> & Partial<ReturnType<typeof createPerfScriptParser>>,
): Promise<{ bytes: number; samples: number }> {
  let bytes = 0;
  const limits = { maxInflatedBytes: Number.MAX_SAFE_INTEGER, maxRatio: Number.MAX_SAFE_INTEGER };
  for await (const text of inflateStream(createReadStream(file, { highWaterMark: CHUNK_BYTES }), limits)) {
    bytes += text.length;
    reader.push(text);
  }
  return { bytes, samples: reader.finish?.().profile.samples.length ?? 0 };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
