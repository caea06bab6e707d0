import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiskBlobStore } from './disk-blob-store.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'subsecond-blobs-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const bytesOf = (...parts: string[]): Readable => Readable.from(parts.map((part) => Buffer.from(part)));
const incoming = (): string[] =>
  existsSync(join(directory, '.incoming')) ? readdirSync(join(directory, '.incoming')) : [];
const failure = (code: string): Error => Object.assign(new Error(`${code}: it happened`), { code });

describe('the blob store', () => {
  it('gives back what was written, with its length and digest', async () => {
    const store = createDiskBlobStore({ directory });
    const written = await store.write('uploads/a-1', bytesOf('hello ', 'world'), { maxBytes: 11 });
    expect(written).toEqual({ bytes: 11, sha256: createHash('sha256').update('hello world').digest('hex') });
    const read = await store.read('uploads/a-1');
    expect((await buffer(read ?? Readable.from([]))).toString()).toBe('hello world');
    expect(incoming()).toEqual([]);
  });

  it('knows no blob that was never written or was removed', async () => {
    const store = createDiskBlobStore({ directory });
    expect(await store.read('uploads/none')).toBeUndefined();
    await store.write('uploads/b', bytesOf('x'), { maxBytes: 1 });
    await store.remove('uploads/b');
    await store.remove('uploads/b');
    expect(await store.read('uploads/b')).toBeUndefined();
  });

  it.each(['', '..', '../x', 'a/../b', '/etc/passwd', 'a//b', '.incoming/x', 'a/.b', 'a\0b', 'a/'])(
    'refuses the key "%s"',
    async (key) => {
      const store = createDiskBlobStore({ directory });
      await expect(store.write(key, bytesOf('x'), { maxBytes: 1 })).rejects.toThrow(/blob's key/);
      await expect(store.read(key)).rejects.toThrow(/blob's key/);
    },
  );

  it('refuses more bytes than allowed, and leaves nothing behind', async () => {
    const store = createDiskBlobStore({ directory });
    await expect(store.write('big', bytesOf('12345', '6'), { maxBytes: 5 })).rejects.toMatchObject({
      code: 'upload-too-large',
    });
    expect(incoming()).toEqual([]);
    expect(existsSync(join(directory, 'big'))).toBe(false);
  });

  it('leaves nothing behind when the client goes away or the upload is ended', async () => {
    const store = createDiskBlobStore({ directory });
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('part');
        throw new Error('the client went away');
      })(),
    );
    await expect(store.write('gone', broken, { maxBytes: 99 })).rejects.toThrow('the client went away');
    const controller = new AbortController();
    const silent = new Readable({ read: () => undefined });
    silent.push('part');
    const writing = store.write('ended', silent, { maxBytes: 99, signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(writing).rejects.toThrow(/ended/);
    expect(incoming()).toEqual([]);
    expect(readdirSync(directory)).toEqual(['.incoming']);
  });

  it.each([
    ['a full disk', 'write', 'ENOSPC'],
    ['a disk that fails to flush', 'sync', 'EIO'],
    ['an exhausted quota', 'write', 'EDQUOT'],
  ] as const)('says that storage is full for %s, and leaves nothing behind', async (_, step, code) => {
    const store = createDiskBlobStore({
      directory,
      open: async (path, flags) => {
        const handle = await open(path, flags);
        const fail = async (): Promise<never> => {
          throw failure(code);
        };
        const isUpload = path.includes('.incoming/');
        return {
          write: (isUpload && step === 'write' ? fail : handle.write.bind(handle)) as typeof handle.write,
          sync: isUpload && step === 'sync' ? fail : () => handle.sync(),
          close: () => handle.close(),
        };
      },
    });
    await expect(store.write('x', bytesOf('x'), { maxBytes: 9 })).rejects.toMatchObject({
      code: 'storage-full',
      detail: expect.stringMatching(/Make room on the disk/),
    });
    expect(incoming()).toEqual([]);
    expect(existsSync(join(directory, 'x'))).toBe(false);
  });

  it('writes to the end where the disk takes a little at a time', async () => {
    const store = createDiskBlobStore({
      directory,
      open: async (path, flags) => {
        const handle = await open(path, flags);
        const write = ((part: Uint8Array, start: number) => handle.write(part, start, 1)) as typeof handle.write;
        return { write, sync: () => handle.sync(), close: () => handle.close() };
      },
    });
    await store.write('slow', bytesOf('hello'), { maxBytes: 9 });
    expect((await buffer((await store.read('slow')) ?? Readable.from([]))).toString()).toBe('hello');
  });

  it('lists blobs, not unfinished uploads, and removes the abandoned ones', async () => {
    const store = createDiskBlobStore({ directory });
    await store.write('uploads/c', bytesOf('x'), { maxBytes: 9 });
    mkdirSync(join(directory, '.incoming'), { recursive: true });
    writeFileSync(join(directory, '.incoming', 'old'), '');
    writeFileSync(join(directory, '.incoming', 'new'), '');
    utimesSync(join(directory, '.incoming', 'old'), 1, 1);
    const keys: string[] = [];
    for await (const blob of store.list()) keys.push(blob.key);
    expect(keys).toEqual(['uploads/c']);
    expect(await store.removeAbandonedUploads(new Date(60_000))).toBe(1);
    expect(incoming()).toEqual(['new']);
  });

  it('belongs to the first database that asks', async () => {
    const store = createDiskBlobStore({ directory });
    expect(await store.belongsTo('one')).toBe(true);
    expect(await store.belongsTo('two')).toBe(false);
    expect(await store.belongsTo('one')).toBe(true);
  });
});
