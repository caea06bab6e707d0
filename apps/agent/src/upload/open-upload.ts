import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { UploadError } from './upload-error.ts';

/** What is to be sent; can be read anew for every attempt, and gives the same bytes each time. */
export interface UploadSource {
  readonly fileName: string;
  readonly contentType: string;
  /** Compressed bytes. */
  readonly read: () => Readable;
  /** Removes what was kept on disk. */
  readonly release: () => Promise<void>;
}

/**
 * Opens a file, or standard input where `file` is undefined. Plain text is compressed on the way out; gzip and zstd go
 * as they are. Standard input can be read once only: it is kept, compressed, in a temporary file.
 */
export async function openUpload(file: string | undefined, stdin: Readable): Promise<UploadSource> {
  if (file !== undefined) return await openFile(file);
  const folder = await mkdtemp(path.join(tmpdir(), 'subsecond-agent-'));
  const release = () => rm(folder, { recursive: true, force: true });
  const kept = path.join(folder, 'stdin.gz');
  try {
    await pipeline(stdin, createGzip(), createWriteStream(kept, { mode: 0o600 }));
  } catch (error) {
    await release();
    throw new UploadError(`Standard input could not be kept in ${folder}: ${messageOf(error)}`, {
      isWorthRetrying: false,
    });
  }
  return {
    fileName: 'stdin.perf.txt.gz',
    contentType: 'application/gzip',
    read: () => createReadStream(kept),
    release,
  };
}

async function openFile(file: string): Promise<UploadSource> {
  const head = await readHead(file);
  const fileName = path.basename(file);
  const release = () => Promise.resolve();
  if (head.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))) {
    return { fileName, contentType: 'application/gzip', read: () => createReadStream(file), release };
  }
  if (head.equals(Buffer.of(0x28, 0xb5, 0x2f, 0xfd))) {
    return { fileName, contentType: 'application/zstd', read: () => createReadStream(file), release };
  }
  const read = () => {
    const plain = createReadStream(file);
    const gzip = createGzip();
    plain.on('error', (error) => gzip.destroy(error));
    gzip.on('close', () => plain.destroy());
    return plain.pipe(gzip);
  };
  return { fileName: `${fileName}.gz`, contentType: 'application/gzip', read, release };
}

async function readHead(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    await handle.close();
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new UploadError(`${file} can't be read: ${messageOf(error)}`, { isWorthRetrying: false });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
