/**
 * Numbers as a person reads them: every one with its unit, none more exact than it is. A no-break space stands between
 * number and unit.
 */

const NBSP = '\u00a0';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** `9,096`; two decimals where there are any: `1.67` CPUs. */
export function printWhole(value: number): string {
  return grouped.format(value);
}

/** `1 sample`, `67 samples`, `0 samples` */
export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${printWhole(count)}${NBSP}${count === 1 ? singular : plural}`;
}

/** `200 of 600 samples` where the profile has several events; else `600 samples`. */
export function sampleWords(ofEvent: number, ofProfile: number | null): string {
  const all = countWords(ofProfile ?? ofEvent, 'sample');
  return ofProfile === null || ofProfile === ofEvent ? all : `${printWhole(ofEvent)} of ${all}`;
}

/** `0.9 %`, `12.3 %`, `100 %`; what is there but would print as nothing is `< 0.1 %`, what is not quite all is `> 99.9 %`. */
export function shareWords(part: number, whole: number): string {
  if (!(whole > 0) || part <= 0) return `0${NBSP}%`;
  const percent = (100 * part) / whole;
  if (part === whole) return `100${NBSP}%`;
  if (percent < 0.1) return `<${NBSP}0.1${NBSP}%`;
  if (percent > 99.9 && percent < 100) return `>${NBSP}99.9${NBSP}%`;
  return `${percent.toFixed(1)}${NBSP}%`;
}

/** `800 ms`, `1.5 s`, `120 s`, `16.667 ms`, `250 µs`, `7 ns` */
export function durationWords(ns: number): string {
  if (ns === 0) return `0${NBSP}s`;
  if (ns >= 1e9) return `${trimmed(ns / 1e9, 3)}${NBSP}s`;
  if (ns >= 1e6) return `${trimmed(ns / 1e6, 3)}${NBSP}ms`;
  if (ns >= 1e3) return `${trimmed(ns / 1e3, 3)}${NBSP}µs`;
  return `${trimmed(ns, 0)}${NBSP}ns`;
}

/** A length that may be days: `6.9 days`, `2.5 h`, else as `durationWords`. */
export function lengthWords(ns: number): string {
  if (ns >= 2 * 86_400e9) return `${trimmed(ns / 86_400e9, 1)}${NBSP}days`;
  return ns >= 2 * 3600e9 ? `${trimmed(ns / 3600e9, 1)}${NBSP}h` : durationWords(ns);
}

/** `49 Hz`, `49.5 Hz` */
export function rateWords(hertz: number): string {
  return `${trimmed(hertz, 2)}${NBSP}Hz`;
}

/** `4.2 kB`, `475 kB`, `1.2 MB`: thousands, as disks and browsers count. */
export function bytesWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${trimmed(value, value < 10 && unit > 0 ? 1 : 0)}${NBSP}${units[unit] ?? 'B'}`;
}

export type WeightUnit = 'samples' | 'ns' | 'count' | 'bytes';

/** What a frame's width amounts to: `67 samples`, `1.367 s`, `1.24 G cycles`. */
export function weightWords(value: number, unit: WeightUnit, eventName: string): string {
  if (unit === 'samples') return countWords(value, 'sample');
  if (unit === 'ns') return durationWords(Math.round(value));
  if (unit === 'bytes') return bytesWords(value);
  return `${shortNumber(value)}${NBSP}${eventName.replace(/[:/].*$/, '')}`;
}

/** What the weight of an event is, for switches: `CPU time`, `Bytes`, `cycles`. */
export function weightLabel({ name, weightUnit }: { readonly name: string; readonly weightUnit: WeightUnit }): string {
  // Only what a clock of CPUs counted is time of theirs: a trace's durations are time that passed.
  if (weightUnit === 'ns') return /^(cpu|task-clock)/.test(name) ? 'CPU time' : 'Time';
  if (weightUnit === 'bytes') return 'Bytes';
  const counted = name.replace(/[:/].*$/, '');
  return weightUnit === 'count' && /^[a-z][a-z-]{2,19}$/.test(counted) ? counted : 'Weight';
}

/** `1.24 G`: three digits and a decimal prefix. */
export function shortNumber(value: number): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P'] as const;
  let scaled = value;
  let index = 0;
  while (Math.abs(scaled) >= 999.5 && index < prefixes.length - 1) {
    scaled /= 1000;
    index += 1;
  }
  const digits = scaled >= 99.95 || Number.isInteger(scaled) ? 0 : scaled >= 9.995 ? 1 : 2;
  return index === 0 ? trimmed(scaled, digits) : `${trimmed(scaled, digits)}${NBSP}${prefixes[index] ?? ''}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * `21 Nov 2026, 18:39:13 UTC`, in the zone that was recorded and never the reader's; without a known zone perf's own
 * words, `21 Nov 2026, 18:39:13, host’s local time`. Undefined where neither is known.
 */
export function whenWords(startedAt: string | null, capturedOn: string | null): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})$/.exec(startedAt ?? '');
  if (iso !== null) {
    const [, year = '', month = '', day = '', time = '', zone = ''] = iso;
    const zoneWords = zone === 'Z' || zone === '+00:00' ? 'UTC' : `UTC${zone.replace('-', '−')}`;
    return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}, ${time} ${zoneWords}`;
  }
  if (capturedOn === null) return undefined;
  const perf = /^\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$/.exec(capturedOn.trim());
  if (perf === null) return `${capturedOn.trim()}, host’s local time`;
  const [, month = '', day = '', time = '', year = ''] = perf;
  return `${day} ${month} ${year}, ${time}, host’s local time`;
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const [whole = '', fraction] = short.split('.');
  const readable = whole.length > 4 ? grouped.format(Number(whole)) : whole;
  return fraction === undefined ? readable : `${readable}.${fraction}`;
}
