import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ExportSelection, encodePprof, writeSpeedscope } from '@subsecond/export';
import { parsePerfScript, readProfile } from '@subsecond/parser';
import {
  defaultEvent,
  deriveCallNodes,
  deriveCallTree,
  foldedLines,
  frameMapping,
  frameName,
  NONE,
  type Profile,
} from '@subsecond/profile';
import { describe, expect, it } from 'vitest';

/** What leaves as a format that is also read comes back as the same profile, as far as the format holds it (docs/formats.md). */

const EXAMPLES = new URL('../../examples/', import.meta.url).pathname;
const examples = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory()
    ? readdirSync(join(EXAMPLES, entry.name))
        .filter((file) => file.endsWith('.gz'))
        .map((file) => join(entry.name, file))
    : [],
);

function wholeOf(profile: Profile): ExportSelection {
  const event = defaultEvent(profile);
  const mask = Uint8Array.from(profile.samples.event, (of) => Number(of === event));
  return { profile, event, mask, ranges: undefined };
}

function foldedOf({ profile, mask, ranges }: ExportSelection, measure: 'samples' | 'period'): string[] {
  const nodes = deriveCallNodes(profile);
  return [...foldedLines(profile, nodes, deriveCallTree(profile, nodes, { mask, ranges, measure }))];
}

/** Samples and weight of every thread's stacks, with their mappings: `web 7/8 main(app);parse(libc)`. */
function totalsOf({ profile, mask }: ExportSelection): Map<string, { samples: number; weight: number }> {
  const totals = new Map<string, { samples: number; weight: number }>();
  const { samples, stacks, threads } = profile;
  for (let row = 0; row < samples.length; row++) {
    if (mask[row] !== 1) continue;
    const frames: string[] = [];
    for (let at = samples.stack[row] ?? NONE; at !== NONE; at = stacks.prefix[at] ?? NONE) {
      const frame = stacks.frame[at] ?? NONE;
      frames.unshift(`${frameName(profile, frame)}(${frameMapping(profile, frame) ?? ''})`);
    }
    const thread = samples.thread[row] ?? NONE;
    const key = `${threads.comm[thread]} ${threads.pid[thread]}/${threads.tid[thread]} ${frames.join(';')}`;
    const total = totals.get(key) ?? { samples: 0, weight: 0 };
    total.samples++;
    total.weight += samples.weight[row] ?? 0;
    totals.set(key, total);
  }
  return totals;
}

describe.each(examples)('%s', (file) => {
  const { profile } = parsePerfScript(gunzipSync(readFileSync(join(EXAMPLES, file))));
  const whole = wholeOf(profile);
  const weightsOf = (selection: ExportSelection) =>
    [...totalsOf(selection)].map(([key, { weight }]) => [key, weight] as const).sort();

  it('as folded stacks comes back as the same flame graph', () => {
    const text = `${foldedOf(whole, 'samples').join('\n')}\n`;
    const again = readProfile(new TextEncoder().encode(text));
    expect(foldedOf(wholeOf(again.profile), 'period')).toEqual(foldedOf(whole, 'samples'));
  });

  it('as speedscope comes back with threads, mappings, weights, and a sample for a sample', () => {
    const text = [...writeSpeedscope(whole, { name: file, measure: 'period' })].join('');
    const again = wholeOf(readProfile(new TextEncoder().encode(text)).profile);
    expect([...totalsOf(again)].sort()).toEqual([...totalsOf(whole)].sort());
  });

  it('as pprof by sample comes back with every time and CPU, and so with its heat map', () => {
    const { profile: again } = readProfile(encodePprof(whole, { name: file, measure: 'period', entries: 'samples' }));
    const event = again.events.findIndex(({ name }) => name === 'samples');
    const momentsOf = ({ profile: of, mask }: ExportSelection) =>
      Array.from(of.samples.timeNs, (timeNs, row) => ({
        timeNs: of.timeZeroSeconds * 1e9 + timeNs,
        cpu: of.samples.cpu[row],
        row,
      }))
        .filter(({ row }) => mask[row] === 1)
        .map(({ timeNs, cpu }) => `${timeNs} ${cpu}`)
        .sort();
    const mask = Uint8Array.from(again.samples.event, (of) => Number(of === event));
    expect(momentsOf({ profile: again, event, mask, ranges: undefined })).toEqual(momentsOf(whole));
  });

  it('as pprof comes back with threads, mappings, and both values', () => {
    const { profile: again } = readProfile(encodePprof(whole, { name: file, measure: 'period' }));
    const weightOf = (event: number) =>
      weightsOf({
        profile: again,
        event,
        mask: Uint8Array.from(again.samples.event, (of) => Number(of === event)),
        ranges: undefined,
      });
    expect(again.events.map(({ name, weightUnit }) => `${name} ${weightUnit}`)).toEqual(['samples samples', 'cpu ns']);
    expect(weightOf(0)).toEqual([...totalsOf(whole)].map(([key, { samples }]) => [key, samples]).sort());
    expect(weightOf(1)).toEqual(weightsOf(whole));
  });
});
