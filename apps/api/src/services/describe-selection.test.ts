import { describe, expect, it } from 'vitest';
import { describeSelection } from './describe-selection.ts';

const events = [{ name: 'cycles', weightUnit: 'count', fixedWeight: undefined, frequencyHz: undefined }] as const;
const filter = { cpus: undefined, pids: undefined, tids: undefined, comms: undefined, search: undefined } as const;

describe('describeSelection', () => {
  it('says event, range and every filter', () => {
    expect(
      describeSelection(
        { events },
        {
          event: 0,
          ranges: [{ startNs: 63_100_000_000, endNs: 63_900_000_000 }],
          measure: 'period',
          filter: { ...filter, idle: 'exclude', cpus: [1, 3], comms: ['web'], search: '^gc' },
        },
      ),
    ).toBe('cycles, 63.1–63.9 s, weighted by period, idle excluded, cpu 1 or 3, comm web, matching ^gc');
  });

  it('says when it is everything, and how many ranges there are', () => {
    const whole = { event: 0, ranges: undefined, measure: 'samples', filter: { ...filter, idle: 'include' } } as const;
    expect(describeSelection({ events }, whole)).toBe('cycles, whole profile');
    const ranges = [1, 2].map((second) => ({ startNs: second * 1e9, endNs: second * 1e9 + 1 }));
    expect(describeSelection({ events }, { ...whole, ranges })).toBe('cycles, 2 ranges, first 1–1.000000001 s');
  });
});
