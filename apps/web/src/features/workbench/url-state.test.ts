import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimalSeconds, printDecimalSeconds } from './decimal-seconds.ts';
import {
  DEFAULT_STATE,
  PERIOD_MAX_NS,
  PERIOD_MIN_NS,
  parseSelection,
  parseUrlState,
  printUrlState,
  type WorkbenchState,
} from './url-state.ts';

/** What the browser makes of an address: query and fragment apart. */
function reopen(printed: string) {
  const url = new URL(printed, 'http://subsecond.test/p/1');
  return parseUrlState(url.search, url.hash);
}

const ns = fc.integer({ min: 0, max: 99_999_999_999_999 });
const name = fc.string({ unit: 'grapheme', maxLength: 40 });
const selection = fc
  .uniqueArray(ns, { maxLength: 6 })
  .map((times) => [...times].sort((a, b) => a - b))
  .map((times) =>
    Array.from({ length: times.length >> 1 }, (_, i) => ({ startNs: times[2 * i] ?? 0, endNs: times[2 * i + 1] ?? 1 })),
  );
const state: fc.Arbitrary<WorkbenchState> = fc.record({
  event: fc.option(
    name.filter((text) => text !== ''),
    { nil: undefined },
  ),
  rows: fc.integer({ min: 10, max: 1000 }),
  periodNs: fc.option(fc.integer({ min: PERIOD_MIN_NS, max: PERIOD_MAX_NS }), { nil: undefined }),
  measure: fc.constantFrom('samples' as const, 'cpus' as const, 'period' as const, undefined),
  idle: fc.constantFrom('exclude' as const, 'include' as const),
  flip: fc.boolean(),
  palette: fc.constantFrom('inferno' as const, 'cividis' as const, 'ylorrd' as const),
  scale: fc.constantFrom('sqrt' as const, 'linear' as const),
  weight: fc.constantFrom('samples' as const, 'period' as const, undefined),
  selection,
  view: fc.constantFrom('icicle' as const, 'flame' as const, 'table' as const),
  names: fc.constantFrom('readable', 'raw', 'demangle,java,split'),
  search: name,
  zoom: fc.array(
    fc.oneof(name, fc.constantFrom('%3B', ';', '%', '__proto__', '<b>', 'std::map<int, int>::at(int)', '')),
    { maxLength: 30 },
  ),
});

describe('the address of the workbench', () => {
  it('opens exactly what was shown', () => {
    fc.assert(
      fc.property(state, (shown) => {
        const opened = reopen(printUrlState(shown));
        expect(opened.notices).toEqual([]);
        expect(opened.state).toEqual(shown);
      }),
      { numRuns: 400 },
    );
  });

  it('never throws, whatever stands in it', () => {
    const key = fc.constantFrom(
      'v',
      'event',
      'rows',
      'period',
      'measure',
      'idle',
      'flip',
      'palette',
      'sel',
      'view',
      'q',
      'zoom',
      'start',
      'end',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.string())), fc.string(), (pairs, hash) => {
        const { state: opened } = parseUrlState(`?${new URLSearchParams(pairs).toString()}`, hash);
        expect(reopen(printUrlState(opened)).state).toEqual(opened);
      }),
    );
  });

  it('is empty where everything is at its default', () => {
    expect(printUrlState(DEFAULT_STATE)).toBe('');
  });

  it('prints seconds to the digit, and only what differs', () => {
    expect(printUrlState({ ...DEFAULT_STATE, selection: [{ startNs: 63_100_000_000, endNs: 63_900_000_001 }] })).toBe(
      '?v=1&sel=63.1-63.900000001',
    );
  });

  it('says which parts it could not use, and uses the others', () => {
    const { state: opened, notices } = parseUrlState('?v=1&rows=7&sel=5-4&view=table&measure=watts');
    expect(opened).toEqual({ ...DEFAULT_STATE, view: 'table' });
    expect(notices.map((notice) => notice.parameter)).toEqual(['rows', 'measure', 'sel']);
  });

  it('lifts a link without a version, whose selection was start and end', () => {
    expect(parseUrlState('?start=1.5&end=2').state.selection).toEqual([
      { startNs: 1_500_000_000, endNs: 2_000_000_000 },
    ]);
  });

  it('reads what it can of a newer link, and says so', () => {
    const { state: opened, notices } = parseUrlState('?v=2&rows=100');
    expect(opened.rows).toBe(100);
    expect(notices[0]?.words).toContain('newer');
  });

  it('puts a zoom path that is too long for a request line behind the #', () => {
    const printed = printUrlState({ ...DEFAULT_STATE, zoom: Array.from({ length: 1500 }, (_, i) => `frame_${i}`) });
    expect(printed.indexOf('zoom=')).toBeGreaterThan(printed.indexOf('#'));
    expect(reopen(printed).state.zoom).toHaveLength(1500);
  });

  it('refuses ranges that overlap, because their samples would count twice', () => {
    expect(parseSelection('1-3,2-4')).toBeUndefined();
    expect(parseSelection('3-4,1-3')).toEqual([
      { startNs: 1e9, endNs: 3e9 },
      { startNs: 3e9, endNs: 4e9 },
    ]);
  });
});

describe('decimal seconds', () => {
  it('come back as the same nanosecond', () => {
    fc.assert(fc.property(ns, (time) => parseDecimalSeconds(printDecimalSeconds(time)) === time));
  });

  it('take a decimal comma, and nothing that is not plain digits', () => {
    expect(parseDecimalSeconds(' 0,3 ')).toBe(300_000_000);
    for (const text of ['', '.5', '1e3', '-1', '+1', '0x10', 'Infinity', '1.0000000001', '99999999.9']) {
      expect(parseDecimalSeconds(text)).toBeUndefined();
    }
  });
});
