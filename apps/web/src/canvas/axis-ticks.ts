/** Where the labels of an axis stand: in steps a person counts in, never so many that they touch. */
export interface AxisTick {
  readonly timeNs: number;
  readonly label: string;
}

interface TimeUnit {
  readonly name: string;
  readonly ns: number;
}
const UNITS: readonly TimeUnit[] = [
  { name: 'ns', ns: 1 },
  { name: 'µs', ns: 1e3 },
  { name: 'ms', ns: 1e6 },
  { name: 's', ns: 1e9 },
  { name: 'min', ns: 60e9 },
];
const NANOSECONDS: TimeUnit = { name: 'ns', ns: 1 };

/** Steps of a minute or more are those of a clock; below, 1-2-5. */
const CLOCK_STEPS_S = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** The smallest nice step that leaves at most `mostTicks` steps in the span. */
export function niceStepNs(spanNs: number, mostTicks: number): number {
  const least = spanNs / Math.max(1, mostTicks);
  for (let power = 1; power <= 1e10; power *= 10) {
    for (const digit of [1, 2, 5]) {
      const step = digit * power;
      if (step >= least && step < 60e9) return step;
    }
  }
  for (const seconds of CLOCK_STEPS_S) if (seconds * 1e9 >= least) return seconds * 1e9;
  return Math.ceil(least / 86_400e9) * 86_400e9;
}

/** The unit in which the span has a readable number: 1 s of a column is counted in ms, 120 s of a recording in s. */
export function unitOfSpan(spanNs: number, stepNs: number): TimeUnit {
  let unit = NANOSECONDS;
  for (const candidate of UNITS) {
    if (candidate.name === 'min' && (stepNs % candidate.ns !== 0 || spanNs < 600e9)) continue;
    if (stepNs >= candidate.ns || (candidate.name === 's' && stepNs >= 1e8 && spanNs > 1e9)) unit = candidate;
  }
  return unit;
}

/** Ticks in `[0, spanNs)`; the first carries the unit. `endIncluded` adds the one at the span's own end. */
export function axisTicks(spanNs: number, mostTicks: number, endIncluded = false): AxisTick[] {
  if (!(spanNs > 0)) return [];
  const step = niceStepNs(spanNs, mostTicks);
  const unit = unitOfSpan(spanNs, step);
  const ticks: AxisTick[] = [];
  for (let i = 0; i * step < spanNs || (endIncluded && i * step === spanNs); i++) {
    const number = String(Math.round((i * step * 1000) / unit.ns) / 1000);
    ticks.push({ timeNs: i * step, label: i === 0 ? `${number} ${unit.name}` : number });
  }
  return ticks;
}
