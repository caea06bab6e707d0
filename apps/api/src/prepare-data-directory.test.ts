import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareDataDirectory } from './prepare-data-directory.ts';

let directory: string;
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'subsecond-data-')));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('prepareDataDirectory', () => {
  it('makes what is missing, and answers one path for one directory', () => {
    const dataDir = join(directory, 'a', 'b');
    expect(prepareDataDirectory({ dataDir, port: 1 })).toEqual({ dataDir, port: 1 });
    symlinkSync(dataDir, join(directory, 'link'));
    expect(prepareDataDirectory({ dataDir: join(directory, 'link') })).toEqual({ dataDir });
  });

  it.each(['/proc', '/proc/nope/deeper', '/dev/null'])(
    'refuses %s at once, with the name of the setting and the cure',
    (dataDir) => {
      expect(() => prepareDataDirectory({ dataDir })).toThrow(/^SUBSECOND_DATA_DIR is ".*Give a directory/);
    },
  );

  it('refuses a file, and a directory below one', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => prepareDataDirectory({ dataDir: file })).toThrow('that is no directory');
    expect(() => prepareDataDirectory({ dataDir: join(file, 'x') })).toThrow(`${file} is no directory`);
    mkdirSync(join(directory, 'data'));
    writeFileSync(join(directory, 'data', 'uploads'), '');
    expect(() => prepareDataDirectory({ dataDir: join(directory, 'data') })).toThrow('uploads is no directory');
  });
});
