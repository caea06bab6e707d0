import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { uploadMetadata } from '@subsecond/contracts';
import { z } from 'zod';
import type { Principal, TeamTransactions } from './services/ports.ts';
import type { ProfileService } from './services/profile.service.ts';

/**
 * Puts the recordings under `examples/` on a fresh server, through the same door as every upload; where a release brings a new
 * recording of an example, it takes the place of the old one. An example is known by its folder's name. What was seeded once is
 * written down beside the uploads, for each database: an example that a person deleted stays deleted, and one that a person
 * renamed, labelled or pinned is his own and stays as it is.
 */
const story = uploadMetadata.extend({ name: z.string().min(1), story: z.string().min(1) });
const seededFile = z.record(z.string(), z.array(z.string()));

const RECORDINGS = ['profile.perf.txt.gz', 'profile.perf.txt.zst', 'profile.perf.txt'];

export interface SeedDeps {
  readonly profiles: Pick<ProfileService, 'upload' | 'remove'>;
  readonly teams: TeamTransactions;
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
  const stored = await deps.teams.inTeam(deps.owner.teamId, ({ profiles }) => profiles.untouchedExamples());
  let uploaded = 0;
  for (const example of await findExamples(deps.examplesDirectory)) {
    if (signal.aborted) break;
    const bytes = await readFile(example.recording);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const copies = stored.filter(({ key }) => key === example.name);
    const outdated = copies.filter(({ uploadSha256 }) => uploadSha256 !== sha256);
    if (copies.length > outdated.length) {
      // A start that was cut short between the two steps below.
      await removeAll(deps, outdated);
      continue;
    }
    // Seeded, and gone or changed since. Earlier releases wrote down the content instead of the name.
    if (outdated.length === 0 && (known.has(example.name) || known.has(sha256))) continue;
    const words = await readFile(example.story, 'utf8');
    const { story: text, ...metadata } = story.parse(JSON.parse(words));
    await deps.profiles.upload(deps.owner, {
      metadata,
      story: text,
      exampleKey: example.name,
      fileName: `${example.name}.perf.txt.gz`,
      file: createReadStream(example.recording),
      idempotencyKey: idempotencyKey(example.name, bytes, words, outdated),
      signal,
    });
    await removeAll(deps, outdated);
    known.add(example.name);
    uploaded++;
    await writeLedger(ledger, { ...seeded, [deps.installationId]: [...known] });
  }
  return uploaded;
}

/** Two servers on one database may start together. Going back to an earlier release is another upload: it replaces another copy. */
function idempotencyKey(name: string, bytes: Uint8Array, words: string, replaced: readonly { readonly id: string }[]) {
  const hash = createHash('sha256').update(bytes).update(words);
  for (const { id } of replaced) hash.update(id);
  return `example-${name}-${hash.digest('hex')}`;
}

async function removeAll(
  { profiles, owner }: Pick<SeedDeps, 'profiles' | 'owner'>,
  outdated: readonly { readonly id: string }[],
): Promise<void> {
  for (const { id } of outdated) await profiles.remove(owner, id);
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
