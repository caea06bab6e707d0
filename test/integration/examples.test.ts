import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { uploadMetadata } from '@subsecond/contracts';
import { parsePerfScript } from '@subsecond/parser';
import type { Profile } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';

const examplesFolder = path.resolve(import.meta.dirname, '../../examples');
const names = readdirSync(examplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const textOf = (name: string) => gunzipSync(readFileSync(path.join(examplesFolder, name, 'profile.perf.txt.gz')));
const read = (name: string) => parsePerfScript(textOf(name));

/** Times in seconds from time zero of the samples that have a function somewhere on their stack. */
function timesOf(profile: Profile, symbol: string): number[] {
  const { samples, stacks, frames, strings } = profile;
  const isIn = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const prefix = stacks.prefix[stack] ?? -1;
    const named = strings[frames.symbol[stacks.frame[stack] ?? 0] ?? 0] ?? '';
    isIn[stack] = named.includes(symbol) || (prefix >= 0 && isIn[prefix] === 1) ? 1 : 0;
  }
  const times: number[] = [];
  for (let sample = 0; sample < samples.length; sample++) {
    if (isIn[samples.stack[sample] ?? -1] === 1) times.push((samples.timeNs[sample] ?? Number.NaN) / 1e9);
  }
  return times;
}

/** Share of the times that fall into the fullest `width` of a period. 1 = all of them; width / period = no pattern. */
function concentration(times: readonly number[], period: number, width: number): number {
  const phases = times.map((time) => time % period);
  const inside = (start: number) => phases.filter((phase) => (phase - start + period) % period < width).length;
  return Math.max(...phases.map(inside)) / times.length;
}

describe.each(names)('the example %s', (name) => {
  it('is read without a line left over, says nothing of its host, and is small', () => {
    const { profile, warnings } = read(name);
    expect(warnings).toEqual([]);
    expect(profile.samples.length).toBeGreaterThan(1000);
    expect(profile.header.hostname).toBe('example-host');
    expect(textOf(name).toString('latin1')).not.toMatch(/\/(?:root|home|work)\//);
    expect(statSync(path.join(examplesFolder, name, 'profile.perf.txt.gz')).size).toBeLessThan(1_000_000);
  });

  it('has a story that a server takes', () => {
    const { story, ...metadata } = JSON.parse(readFileSync(path.join(examplesFolder, name, 'story.json'), 'utf8'));
    expect(uploadMetadata.safeParse(metadata).error).toBeUndefined();
    expect(story).toEqual(expect.stringMatching(/^[^<>]{100,2000}$/));
  });
});

describe('the stories are in the recordings', () => {
  it('the scrubber works for 80 ms every 700 ms', () => {
    const times = timesOf(read('checksum-bursts').profile, 'checksum_block');
    expect(times.length).toBeGreaterThan(500);
    expect(concentration(times, 0.7, 0.1)).toBeGreaterThan(0.95);
    expect(concentration(times, 1, 0.1)).toBeLessThan(0.3);
  });

  it('the ledger is reconciled for half a second every 7 s', () => {
    const times = timesOf(read('node-checkout').profile, 'reconcileLedger');
    expect(times.length).toBeGreaterThan(100);
    expect(concentration(times, 7, 0.6)).toBeGreaterThan(0.95);
  });

  it('merging keeps to its place in batches of 1.3 s, and the convoy begins at half time', () => {
    const { profile } = read('lock-convoy');
    expect(concentration(timesOf(profile, 'merge_results_single_threaded'), 1.3, 0.5)).toBeGreaterThan(0.9);
    const convoy = timesOf(profile, 'hold_ledger_lock');
    const beforeIt = timesOf(profile, 'settle_order').filter((time) => time < Math.min(...convoy));
    expect(beforeIt.length).toBeGreaterThan(convoy.length);
    expect(Math.min(...convoy)).toBeGreaterThan(40);
    expect(Math.min(...convoy)).toBeLessThan(50);
  });

  it('the service starts every twelve seconds', () => {
    const { profile } = read('java-crash-loop');
    const starts = timesOf(profile, 'averagePrice').map((time) => Math.round(time / 12));
    expect(new Set(starts).size).toBeGreaterThanOrEqual(6);
  });
});
