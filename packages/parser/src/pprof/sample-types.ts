/** What a pprof's values are, as events: `cpu/nanoseconds`, `alloc_space/bytes`, `samples/count`. */
import type { WeightUnit } from '@subsecond/profile';
import { type PprofTables, textAt } from './pprof-tables.ts';

export interface SampleType {
  readonly name: string;
  readonly unit: WeightUnit;
  /** From the file's unit to the event's. */
  readonly scale: number;
}

/** pprof's own unit names, internal/measurement in github.com/google/pprof. */
const UNITS: ReadonlyMap<string, { unit: WeightUnit; scale: number }> = new Map([
  ['nanoseconds', { unit: 'ns', scale: 1 }],
  ['ns', { unit: 'ns', scale: 1 }],
  ['microseconds', { unit: 'ns', scale: 1e3 }],
  ['us', { unit: 'ns', scale: 1e3 }],
  ['milliseconds', { unit: 'ns', scale: 1e6 }],
  ['ms', { unit: 'ns', scale: 1e6 }],
  ['seconds', { unit: 'ns', scale: 1e9 }],
  ['s', { unit: 'ns', scale: 1e9 }],
  ['bytes', { unit: 'bytes', scale: 1 }],
  ['byte', { unit: 'bytes', scale: 1 }],
  ['kilobytes', { unit: 'bytes', scale: 1024 }],
  ['megabytes', { unit: 'bytes', scale: 1024 ** 2 }],
]);

export function chooseSampleTypes(tables: PprofTables): SampleType[] {
  const taken = new Set<string>();
  return tables.sampleTypes.map(({ type, unit }, index) => {
    const typeText = textAt(tables, type);
    const unitText = textAt(tables, unit);
    const plain = typeText === '' ? `value ${index + 1}` : typeText;
    let name = taken.has(plain) ? `${plain}/${unitText}` : plain;
    while (taken.has(name)) name += `#${index + 1}`;
    taken.add(name);
    const known = UNITS.get(unitText);
    if (known !== undefined) return { name, ...known };
    return { name, unit: /^(samples?|sample_count)$/.test(typeText) ? 'samples' : 'count', scale: 1 };
  });
}
