import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { uploadMetadata } from '@subsecond/contracts';
import { z } from 'zod';
import type { Principal } from './services/ports.ts';
import type { ProfileService } from './services/profile.service.ts';

/**
 * Puts the recordings under `examples/` on a fresh server, through the same door as every upload. What was seeded once is
 * written down beside the uploads, by content and database: an example that a person deleted stays deleted.
 */
const story = uploadMetadata.extend({ name: z.string().min(1), story: z.string().min(1) });
const seededFile = z.record(z.string(), z.array(z.string()));

const RECORDINGS = ['profile.perf.txt.gz', 'profile.perf.txt.zst', 'profile.perf.txt'];

export interface SeedDeps {
  readonly profiles: Pick<ProfileService, 'upload'>;
  readonly owner: Principal;
  /** Of the database; see `installation`. */
  readonly installationId: string;
  readonly examplesDirectory: string;
  readonly dataDirectory: string;
}

/** Answers how many were uploaded. */
export async function seedExamples(deps: SeedDeps, signal: AbortSignal): Promise<number> {
  const ledger = join(deps.dataDirectory, 'seeded-examples.json');
  const seeded = await readLedger(ledger);
  const known = new Set(seeded[deps.installationId] ?? []);
  let uploaded = 0;
  for (const example of await findExamples(deps.examplesDirectory)) {
    if (signal.aborted) break;
    const bytes = await readFile(example.recording);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (known.has(sha256)) continue;
    const { story: text, ...metadata } = story.parse(JSON.parse(await readFile(example.story, 'utf8')));
    await deps.profiles.upload(deps.owner, {
      metadata,
      story: text,
      fileName: `${example.name}.perf.txt.gz`,
      file: createReadStream(example.recording),
      idempotencyKey: `example-${sha256}`,
      signal,
    });
    known.add(sha256);
    uploaded++;
    await writeLedger(ledger, { ...seeded, [deps.installationId]: [...known] });
  }
  return uploaded;
}

async function findExamples(
  directory: string,
): Promise<readonly { readonly name: string; readonly recording: string; readonly story: string }[]> {
  const examples = [];
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(noneWhereMissing)) {
    if (!entry.isDirectory()) continue;
    const files = await readdir(join(directory, entry.name));
    const recording = RECORDINGS.find((name) => files.includes(name));
    if (recording === undefined || !files.includes('story.json')) continue;
    examples.push({
      name: entry.name,
      recording: join(directory, entry.name, recording),
      story: join(directory, entry.name, 'story.json'),
    });
  }
  return examples.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readLedger(path: string): Promise<z.infer<typeof seededFile>> {
  const text = await readFile(path, 'utf8').catch(emptyWhereMissing);
  return text === '' ? {} : seededFile.parse(JSON.parse(text));
}

/** Renamed into place: a crash leaves the old file or the new one. */
async function writeLedger(path: string, ledger: z.infer<typeof seededFile>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(ledger, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function emptyWhereMissing(error: unknown): string {
  if (isMissing(error)) return '';
  throw error;
}

function noneWhereMissing(error: unknown): [] {
  if (isMissing(error)) return [];
  throw error;
}
