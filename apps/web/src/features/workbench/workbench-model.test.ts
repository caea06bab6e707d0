import { describe, expect, it } from 'vitest';
import type { OpenedEvent, OpenedProfile } from '../../worker/protocol.ts';
import {
  chooseEvent,
  columnsOf,
  mapMeasureOf,
  mapPeriodOf,
  mapRefusal,
  rangesOutside,
  shorterPeriod,
  treeMeasureOf,
} from './workbench-model.ts';

const clock: OpenedEvent = {
  name: 'cpu-clock',
  weightUnit: 'ns',
  fixedWeight: 20_408_163,
  frequencyHz: 49,
  samples: 100,
  idleSamples: 30,
  isLattice: true,
  intervalNs: 20_408_163,
};
const cycles: OpenedEvent = {
  ...clock,
  name: 'cycles',
  weightUnit: 'count',
  fixedWeight: undefined,
  isLattice: false,
  intervalNs: undefined,
};
const tracepoint: OpenedEvent = {
  ...clock,
  name: 'sched:sched_switch',
  weightUnit: 'samples',
  fixedWeight: 1,
  isLattice: false,
};
const opened: OpenedProfile = {
  profileId: '1',
  events: [clock, cycles],
  defaultEvent: 0,
  cpuCount: 2,
  cpus: [0, 1],
  comms: [],
  threads: [],
  samples: 200,
  timedSamples: 200,
  firstSampleNs: 0,
  lastSampleNs: 120e9,
  spanEndNs: 120e9 + 1000,
  timeZeroSeconds: 0,
};

describe('the page’s defaults', () => {
  it('show CPUs busy where the sampler is a lattice, weights where they vary, else samples', () => {
    expect(mapMeasureOf({ measure: undefined }, clock)).toBe('cpus');
    expect(mapMeasureOf({ measure: undefined }, cycles)).toBe('period');
    expect(mapMeasureOf({ measure: undefined }, tracepoint)).toBe('samples');
    const trace = { ...clock, isLattice: false, fixedWeight: undefined };
    expect(mapMeasureOf({ measure: undefined }, trace)).toBe('period');
    expect(mapMeasureOf({ measure: 'cpus' }, cycles)).toBe('samples');
  });

  it('weigh a flame graph by the period only where that varies', () => {
    expect(treeMeasureOf({ weight: undefined }, clock)).toBe('samples');
    expect(treeMeasureOf({ weight: undefined }, cycles)).toBe('period');
    expect(treeMeasureOf({ weight: 'samples' }, cycles)).toBe('samples');
    expect(treeMeasureOf({ weight: 'period' }, tracepoint)).toBe('samples');
  });

  it('fall back to the default event where the link names another', () => {
    expect(chooseEvent(opened, 'cycles')?.index).toBe(1);
    expect(chooseEvent(opened, 'instructions')).toEqual({ index: 0, event: clock, missing: 'instructions' });
    expect(chooseEvent({ ...opened, events: [] }, undefined)).toBeUndefined();
  });
});

describe('the period of a column', () => {
  const period = (seconds: number) => mapPeriodOf({ periodNs: undefined }, { lastSampleNs: seconds * 1e9 }).periodNs;
  it('is a second, and longer only where there would be thousands of columns', () => {
    expect([0, 120, 4999].map(period)).toEqual([1e9, 1e9, 1e9]);
    for (const seconds of [5000, 86_400, 600_000, 30 * 86_400]) {
      expect(period(seconds)).toBeGreaterThan(1e9);
      expect(columnsOf({ lastSampleNs: seconds * 1e9 }, period(seconds))).toBeLessThanOrEqual(5000);
    }
    expect(mapPeriodOf({ periodNs: 1e9 }, { lastSampleNs: 600_000e9 })).toEqual({ periodNs: 1e9, isLengthened: false });
  });

  it('could be shorter where a recording of seconds leaves the map empty', () => {
    expect(shorterPeriod({ lastSampleNs: 2e9 }, 1e9)).toBe(1e8);
    expect(shorterPeriod({ lastSampleNs: 120e9 }, 3600e9)).toBe(5e9);
    expect(shorterPeriod({ lastSampleNs: 120e9 }, 1e9)).toBeUndefined();
    expect(shorterPeriod({ lastSampleNs: 0 }, 1e9)).toBeUndefined();
  });
});

describe('a link’s selection', () => {
  it('is outside where it begins after the last sample', () => {
    const inside = { startNs: 119e9, endNs: 121e9 };
    const outside = { startNs: 500e9, endNs: 600e9 };
    expect(rangesOutside([inside, outside], opened)).toEqual([outside]);
  });
});

describe('a map that can not be drawn', () => {
  it('says why', () => {
    expect(mapRefusal(opened, clock, 50, 1e9)).toBeUndefined();
    expect(mapRefusal(opened, clock, 1000, 1e6)).toContain('longer period');
    expect(mapRefusal({ ...opened, lastSampleNs: 1.7e18 }, clock, 50, 3600e9)).toContain('days apart');
    expect(mapRefusal({ ...opened, timedSamples: 0 }, clock, 50, 1e9)).toContain('no timestamps');
  });
});
