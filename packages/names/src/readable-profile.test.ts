import {
  assertProfileIntegrity,
  deriveCallNodes,
  deriveCallTree,
  deriveFunctionTotals,
  FrameKind,
  foldedLines,
  frameMapping,
  frameName,
  type Profile,
} from '@subsecond/profile';
import { profileFromText, randomProfile } from '@subsecond/profile/testing';
import { describe, expect, it } from 'vitest';
import { RAW_NAMES, READABLE_NAMES } from './name-switches.ts';
import { deriveReadableProfile } from './readable-profile.ts';

const SPLIT = { ...READABLE_NAMES, split: true };

/** `symbols` instead of the drawn names a, b, c …, in order of the frames. */
function withSymbols(profile: Profile, symbols: readonly string[]): Profile {
  const strings = [...profile.strings];
  const symbol = profile.frames.symbol.map((_, frame) => strings.push(symbols[frame % symbols.length] ?? '') - 1);
  return { ...profile, strings, frames: { ...profile.frames, symbol } };
}

function sums(profile: Profile) {
  const nodes = deriveCallNodes(profile);
  const mask = new Uint8Array(profile.samples.length).fill(1);
  const tree = deriveCallTree(profile, nodes, { mask, ranges: undefined, measure: 'samples' });
  const folded = [...foldedLines(profile, nodes, tree)];
  const counts = folded.map((line) => Number(line.slice(line.lastIndexOf(' '))));
  const totals = deriveFunctionTotals(profile, nodes, tree);
  return {
    sum: tree.sum,
    self: tree.self.reduce((all, one) => all + one, 0),
    folded: counts.reduce((all, one) => all + one, 0),
    lines: folded,
    nodes: nodes.length,
    functionSelf: totals.self.reduce((all, one) => all + one, 0),
  };
}

const NAMES = [
  'f.isra.0',
  'f',
  '_Z1gi',
  '_Z1gd',
  'La/B;::run->Lc/D;::go->Lc/D;::deep',
  'La/B;::run',
  'La/B;.run(I)V',
  'JS:*h /srv/x.js:1',
  'JS:~h /srv/x.js:1',
  '[unknown]',
  'core::drop::h0123456789abcdef',
  'core::drop::h1123456789abcdef',
];

describe('a profile under readable names', () => {
  it('keeps its weight, whatever the profile and the switches', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const recorded = withSymbols(randomProfile(seed), NAMES);
      const before = sums(recorded);
      for (const switches of [RAW_NAMES, READABLE_NAMES, SPLIT, { ...SPLIT, shorten: true }]) {
        const { profile } = deriveReadableProfile(recorded, switches);
        assertProfileIntegrity(profile);
        const after = sums(profile);
        expect([after.sum, after.self, after.folded, after.functionSelf]).toEqual([
          before.sum,
          before.self,
          before.folded,
          before.functionSelf,
        ]);
        if (!switches.split) expect(after.nodes).toBe(before.nodes);
      }
    }
  });

  it('tells functions apart that would read the same', () => {
    const drawn = profileFromText(`
      time    0.1  0.2  0.3  0.4  0.5  0.6  0.7  0.8  0.9
      thread  a:1  a:1  a:1  a:1  a:1  a:1  a:1  a:1  a:1
              f0   f1   f2   f3   f4   f5   f6   f7   f8
    `);
    const named = (symbols: readonly string[]) => {
      const { profile, originalName } = deriveReadableProfile(withSymbols(drawn, symbols), READABLE_NAMES);
      symbols.forEach((symbol, frame) => expect(originalName(frame)).toBe(symbol));
      return symbols.map((_, frame) => frameName(profile, frame));
    };
    expect(named(['f', 'f.isra.0', 'g.part.0', '_Z1hi', '_Z1hd', '_Z1kv'])).toEqual([
      'f',
      'f [.isra.0]',
      'g',
      'h(int)',
      'h(double)',
      'k',
    ]);
    expect(
      named(['core::drop::h0123456789abcdef', 'core::drop::h1123456789abcdef', 'La/B;.run(I)V', 'La/B;.run(J)V']),
    ).toEqual(['core::drop [h012345]', 'core::drop [h112345]', 'a.B.run(I)V', 'a.B.run(J)V']);
    // What is taken away says nothing: the original has to.
    expect(named(['JS:h /a/x.js:1', 'JS:h /b/x.js:1', 'h (x.js:2)', 'JS:*h /a/x.js:2'])).toEqual([
      'JS:h /a/x.js:1',
      'JS:h /b/x.js:1',
      'h (x.js:2)',
      'h (x.js:2) [TurboFan]',
    ]);
  });

  it('has one text for one function of a mapping, and no text for two', () => {
    for (let seed = 50; seed < 80; seed++) {
      const recorded = withSymbols(randomProfile(seed), NAMES);
      const { profile, originalName } = deriveReadableProfile(recorded, READABLE_NAMES);
      const symbolOf = new Map<string, string>();
      for (let frame = 0; frame < profile.frames.length; frame++) {
        const key = `${frameName(profile, frame)}\t${frameMapping(profile, frame)}`;
        expect(symbolOf.get(key) ?? originalName(frame)).toBe(originalName(frame));
        symbolOf.set(key, originalName(frame));
      }
    }
  });

  it('as recorded is the recorded one', () => {
    const recorded = withSymbols(randomProfile(3), NAMES);
    expect(deriveReadableProfile(recorded, RAW_NAMES).profile).toBe(recorded);
  });
});

describe('inlined Java, split', () => {
  const drawn = profileFromText(`
    time    0.1   0.2   0.3   0.4
    thread  j:1   j:1   j:1   j:1
            x     x     y     y
            z           z
  `);

  it('are levels of their own, and what becomes equal is one', () => {
    const order = ['x', 'z', 'y'];
    const frames = order.map((name) => [...drawn.frames.symbol].findIndex((index) => drawn.strings[index] === name));
    const symbols: string[] = [];
    frames.forEach((frame, i) => {
      symbols[frame] = ['La/B;::run->Lc/D;::go', 'leaf', 'La/B;::run'][i] ?? '';
    });
    const { profile, originalName } = deriveReadableProfile(withSymbols(drawn, symbols), SPLIT);
    assertProfileIntegrity(profile);
    expect(sums(profile).lines).toEqual([
      'j;a.B.run 1',
      'j;a.B.run;c.D.go 1',
      'j;a.B.run;c.D.go;leaf 1',
      'j;a.B.run;leaf 1',
    ]);
    const inlined = [...profile.frames.kind].indexOf(FrameKind.inlined);
    expect(frameName(profile, inlined)).toBe('c.D.go');
    expect(originalName(inlined)).toBe('La/B;::run->Lc/D;::go');
  });

  it('stay one level without the switch', () => {
    const recorded = withSymbols(drawn, ['La/B;::run->Lc/D;::go', 'leaf', 'La/B;::run']);
    const { profile } = deriveReadableProfile(recorded, READABLE_NAMES);
    expect(profile.stacks).toBe(recorded.stacks);
  });
});
