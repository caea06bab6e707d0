import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '@subsecond/contracts';
import type { BlobStore } from '../services/ports.ts';

/**
 * Blobs as files: written to `.incoming/`, flushed, and only then given their name, so that a file under its name is whole and
 * survives a power cut.
 */
export interface DiskBlobStore extends BlobStore {
  /** Every blob, for the sweeper. */
  list(): AsyncIterable<{ readonly key: string; readonly modifiedAt: Date }>;
  /** Uploads that a killed process left unfinished. */
  removeAbandonedUploads(unchangedSince: Date): Promise<number>;
  /** Whether the directory is this database's; one that has no owner yet becomes so. */
  belongsTo(installationId: string): Promise<boolean>;
}

export interface DiskBlobStoreOptions {
  readonly directory: string;
  /** Opens a file for writing or a directory to flush it; given so that a full disk can be tested. */
  readonly open?: (path: string, flags: string) => Promise<Pick<FileHandle, 'write' | 'sync' | 'close'>>;
}

const INCOMING = '.incoming';
/** Names the database whose uploads these are, so that another one's sweeper leaves them alone. */
const OWNER = '.installation';
const KEY = /^[a-z0-9][a-z0-9_-]*(?:[./][a-z0-9_-]+)*$/i;

export function createDiskBlobStore({ directory, open = openFile }: DiskBlobStoreOptions): DiskBlobStore {
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`"${key}" can not be a blob's key`);
    return join(directory, key);
  };

  const flushDirectory = async (path: string): Promise<void> => {
    const handle = await open(path, 'r');
    await handle.sync().finally(() => handle.close());
  };

  const makeDirectory = async (path: string): Promise<void> => {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    // A new directory is an entry of its parent, and lost with it.
    if (first !== undefined) await flushDirectory(dirname(first));
  };

  const put = async (
    key: string,
    temporary: string,
    bytes: Readable,
    maxBytes: number,
    signal: AbortSignal | undefined,
  ) => {
    const hash = createHash('sha256');
    let written = 0;
    const handle = await open(temporary, 'wx');
    try {
      for await (const chunk of bytes) {
        signal?.throwIfAborted();
        if (!(chunk instanceof Uint8Array)) throw new Error('an upload is written as bytes, not as text');
        const part: Uint8Array = chunk;
        written += part.length;
        if (written > maxBytes)
          throw new AppError(
            'upload-too-large',
            `The upload has more than ${maxBytes} bytes. Compress it with gzip or zstd, record for a shorter time, or raise SUBSECOND_MAX_UPLOAD_BYTES.`,
          );
        hash.update(part);
        await writeAll(handle, part);
      }
      signal?.throwIfAborted();
      await handle.sync();
    } finally {
      await handle.close();
    }
    const path = pathOf(key);
    await makeDirectory(dirname(path));
    await rename(temporary, path);
    await flushDirectory(dirname(path));
    return { bytes: written, sha256: hash.digest('hex') };
  };

  return {
    write: async (key, bytes, { maxBytes, signal }) => {
      const temporary = join(directory, INCOMING, randomUUID());
      pathOf(key);
      // Ends a read that waits for a client who sends nothing.
      const abort = (): void => void bytes.destroy(new Error('the upload was ended', { cause: signal?.reason }));
      signal?.addEventListener('abort', abort, { once: true });
      try {
        await makeDirectory(dirname(temporary));
        return await put(key, temporary, bytes, maxBytes, signal);
      } catch (error) {
        await rm(temporary, { force: true });
        throw asStorageError(error, directory);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    read: async (key) => {
      const path = pathOf(key);
      const handle = await openFile(path, 'r').catch(ignoreMissing);
      return handle === undefined ? undefined : createReadStream(path, { fd: handle, highWaterMark: 1 << 20 });
    },

    remove: async (key) => {
      await rm(pathOf(key), { force: true });
    },

    list: async function* () {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
      for (const entry of entries ?? []) {
        const path = join(entry.parentPath, entry.name);
        const key = relative(directory, path);
        if (!entry.isFile() || !KEY.test(key)) continue;
        const found = await stat(path).catch(ignoreMissing);
        if (found !== undefined) yield { key, modifiedAt: found.mtime };
      }
    },

    removeAbandonedUploads: async (unchangedSince) => {
      const incoming = join(directory, INCOMING);
      let removed = 0;
      for (const name of (await readdir(incoming).catch(ignoreMissing)) ?? []) {
        const found = await stat(join(incoming, name)).catch(ignoreMissing);
        if (found === undefined || found.mtime >= unchangedSince) continue;
        await rm(join(incoming, name), { force: true });
        removed++;
      }
      return removed;
    },

    belongsTo: async (installationId) => {
      const path = join(directory, OWNER);
      await makeDirectory(directory);
      await writeFile(path, installationId, { flag: 'wx', mode: 0o600 }).catch(ignoreExisting);
      return (await readFile(path, 'utf8')) === installationId;
    },
  };
}

/** A write may take less than it was given, when the disk is nearly full. */
async function writeAll(handle: Pick<FileHandle, 'write'>, part: Uint8Array): Promise<void> {
  for (let done = 0; done < part.length; ) {
    const { bytesWritten } = await handle.write(part, done, part.length - done);
    done += bytesWritten;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

/** Full disk, exhausted quota, or a disk that fails to flush: the bytes are not durable, so the upload is refused. */
const STORAGE_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EFBIG']);

function asStorageError(error: unknown, directory: string): unknown {
  const code = codeOf(error);
  if (!STORAGE_CODES.has(code)) return error;
  return new AppError(
    'storage-full',
    `The upload could not be stored (${code}). Make room on the disk that holds ${directory}, or delete profiles, and upload again.`,
    60,
  );
}
