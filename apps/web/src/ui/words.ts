/** Numbers and times as a person reads them: each with its unit, none more exact than it is. */

/** Between a number and its unit: they never part at the end of a line. */
const NBSP = '\u00a0';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `9,096` */
export function wholeWords(value: number): string {
  return grouped.format(value);
}

/** `1 sample`, `9,096 samples` */
export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${wholeWords(count)}${NBSP}${count === 1 ? singular : plural}`;
}

const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** `512 B`, `4.2 kB`, `48 MB`: decimal thousands, as disks and browsers count. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)}${NBSP}B`;
  let value = bytes;
  let unit: string = 'B';
  for (const next of BYTE_UNITS) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 9.95 ? value.toFixed(1) : wholeWords(Math.round(value))}${NBSP}${unit}`;
}

/** `0.45 s`, `29.9 s`, `120 s`, `5 min 20 s`, `1 h 12 min`: three digits are enough to know a recording by. */
export function spanWords(seconds: number): string {
  if (seconds < 1) return `${Number(seconds.toFixed(2))}${NBSP}s`;
  if (seconds < 99.95) return `${Number(seconds.toFixed(1))}${NBSP}s`;
  if (seconds < 299.5) return `${Math.round(seconds)}${NBSP}s`;
  const wholeSeconds = Math.round(seconds);
  if (wholeSeconds < 3600) return pair(Math.floor(wholeSeconds / 60), 'min', wholeSeconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large}${NBSP}${largeUnit}`;
  return small === 0 ? first : `${first}${NBSP}${small}${NBSP}${smallUnit}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `21 Nov 2026, 18:39:13 UTC`, in the zone it was written in: the recording's, never the reader's. */
export function instantWords(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})$/.exec(iso);
  if (parts === null) return iso;
  const [, year = '', month = '', day = '', time = '', seconds = '', zone = ''] = parts;
  const zoneWords = /^Z|^[+-]00:?00$/.test(zone) ? 'UTC' : `UTC${zone.replace('-', '−')}`;
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}, ${time}${seconds} ${zoneWords}`;
}

/** perf's `Sat Nov 21 18:39:13 2026` in the order of `instantWords`; the host did not say in which zone. */
export function hostTimeWords(capturedOn: string): string {
  const parts = /^\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$/.exec(capturedOn.trim());
  if (parts === null) return `${capturedOn.trim()} (host’s local time)`;
  const [, month = '', day = '', time = '', year = ''] = parts;
  return `${day} ${month} ${year}, ${time} (host’s local time)`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** `just now`, `5 minutes ago`, `3 hours ago`, `2 days ago`; older than a week, or in the future, the date itself. */
export function agoWords(iso: string, nowMs: number): string {
  const ago = nowMs - Date.parse(iso);
  // Clocks differ a little; a minute ahead is still now.
  if (!(ago > -MINUTE_MS && ago < WEEK_MS)) return `on ${instantWords(iso)}`;
  if (ago < MINUTE_MS) return 'just now';
  if (ago < HOUR_MS) return `${countWords(Math.floor(ago / MINUTE_MS), 'minute')} ago`;
  if (ago < DAY_MS) return `${countWords(Math.floor(ago / HOUR_MS), 'hour')} ago`;
  return `${countWords(Math.floor(ago / DAY_MS), 'day')} ago`;
}
