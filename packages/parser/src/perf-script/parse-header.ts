/**
 * perf's `#` header (tools/perf/util/header.c prints it). Old versions write `# captured on: …`, newer ones `# captured on    : …`.
 * The first recording's header is the profile's; where a file holds several, only their events' frequencies are added.
 */
import type { RecordingHeader } from '@subsecond/profile';

export interface HeaderReading {
  /** Field name as printed, lower case → the first value seen. */
  readonly fields: Map<string, string>;
  readonly frequencies: Map<string, number>;
  /** `sample_max_stack`, where an event states one. */
  maxStack: number | undefined;
  lines: number;
}

/** A header has some dozens of lines; what goes on longer is a file of comments. */
const MAX_HEADER_LINES = 20_000;

const KEPT_FIELDS = new Set([
  'hostname',
  'os release',
  'perf version',
  'arch',
  'nrcpus online',
  'nrcpus avail',
  'cpudesc',
  'cmdline',
  'captured on',
  'reference time',
]);

export function createHeaderReading(): HeaderReading {
  return { fields: new Map(), frequencies: new Map(), maxStack: undefined, lines: 0 };
}

export function readHeaderLine(reading: HeaderReading, line: string): void {
  if (++reading.lines > MAX_HEADER_LINES) return;
  const colon = line.indexOf(':');
  if (colon < 0) return;
  const name = line.slice(1, colon).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (name === 'event') readEvent(reading, value);
  else if (KEPT_FIELDS.has(name) && !reading.fields.has(name) && value !== '') reading.fields.set(name, value);
}

/** `name = cycles:ppp, , id = { 1, 2 }, …, { sample_period, sample_freq } = 49, …, freq = 1, …` */
function readEvent(reading: HeaderReading, value: string): void {
  const maxStack = numberAfter(value, 'sample_max_stack = ');
  if (maxStack !== undefined && maxStack > 0) reading.maxStack = maxStack;
  if (!value.startsWith('name = ')) return;
  // A PMU event's name holds commas (`cpu/event=0x3c,umask=0/`); what follows the name begins with a blank.
  const nameEnd = value.indexOf(', ');
  if (nameEnd < 0) return;
  const name = value.slice('name = '.length, nameEnd);
  const frequency = numberAfter(value, '{ sample_period, sample_freq } = ');
  if (frequency !== undefined && frequency > 0 && value.includes(', freq = 1') && !reading.frequencies.has(name)) {
    reading.frequencies.set(name, frequency);
  }
}

function numberAfter(text: string, label: string): number | undefined {
  const at = text.indexOf(label);
  if (at < 0) return undefined;
  const value = Number.parseInt(text.slice(at + label.length, at + label.length + 20), 10);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function recordingHeader(reading: HeaderReading): RecordingHeader {
  const { fields } = reading;
  const reference = parseReferenceTime(fields.get('reference time'));
  return {
    hostname: fields.get('hostname'),
    osRelease: fields.get('os release'),
    perfVersion: fields.get('perf version'),
    arch: fields.get('arch'),
    cpusOnline: positiveInteger(fields.get('nrcpus online')),
    cpusAvailable: positiveInteger(fields.get('nrcpus avail')),
    cpuDescription: fields.get('cpudesc'),
    commandLine: fields.get('cmdline'),
    capturedOn: fields.get('captured on'),
    referenceTime: reference?.time,
    referenceClockNs: reference?.clockNs,
  };
}

function positiveInteger(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 ? value : undefined;
}

/** `2020-06-04 15:54:21.579863 = 1591282461.579863 (TOD) = 4083.579863000 (monotonic)`, print_clock_data in header.c. */
function parseReferenceTime(text: string | undefined): { time: string; clockNs: string } | undefined {
  const match = /= (\d{1,11})\.(\d{6}) \(TOD\) = (\d{1,11})\.(\d{9}) \(/.exec(text ?? '');
  if (match === null) return undefined;
  const [, seconds = '', micros = '', clockSeconds = '', clockNanos = ''] = match;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return {
    time: date.toISOString().replace(/\.\d+Z$/, `.${micros}Z`),
    clockNs: String(BigInt(clockSeconds + clockNanos)),
  };
}
