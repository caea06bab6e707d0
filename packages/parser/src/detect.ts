/** What a file seems to be, from its first bytes, and the refusal that says so and names the cure. */
import { startsWithAscii } from './bytes/ascii.ts';
import { decodeUtf8 } from './bytes/decode-utf8.ts';
import { type DetectedKind, ParseError } from './parse-result.ts';
import { createEventLine, scanEventLine } from './perf-script/scan-event-line.ts';
import { createFrameLine } from './perf-script/scan-frame-line.ts';
import { isUntimedEvent } from './perf-script/scan-untimed-event.ts';

/** Lines looked at for an event line: behind perf's header and some of its own warnings. */
const LINES_LOOKED_AT = 2000;

export function detectInput(head: Uint8Array): DetectedKind {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  if (startsWithAscii(head, 0, head.length, 'PERFILE2') || startsWithAscii(head, 0, head.length, '2ELIFREP'))
    return 'perf-data';
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!utf16 && isBinary(head)) return looksLikePprof(head) ? 'pprof' : 'binary';
  const text = utf16
    ? decodeUtf8(
        head.filter((byte) => byte !== 0),
        0,
        head.length >> 1,
      ).text
    : decodeUtf8(head, 0, head.length).text;
  return detectText(head, text.replace(/^\ufeff|^\ufffd+/, ''));
}

function detectText(head: Uint8Array, text: string): DetectedKind {
  const trimmed = text.trimStart();
  if (trimmed === '') return 'empty';
  if (/^<(!doctype\s+html|html|head|body)/i.test(trimmed)) return 'html';
  if (/^[[{]\s*(["{[\]}]|-?\d)/.test(trimmed)) return 'json';
  if (/\]: (PERF_RECORD_|event: \d)/.test(text)) return 'perf-raw-dump';
  if (/^# (Overhead|Samples: |Total Lost Samples:)|To display the perf\.data header info/m.test(text))
    return 'perf-report';
  if (hasEventLine(head)) return 'perf-script';
  if (/^\s+[\w.]+`[\w.$~:<>]+(\+0x[0-9a-f]+)?$/m.test(text)) return 'dtrace';
  if (/^# (captured on|hostname|perf version)\s*:/m.test(text)) return 'perf-script';
  if (isFolded(trimmed)) return 'folded';
  return 'text';
}

/** Control characters that no text has; a few are let pass, as a thread's name may hold anything. */
function isBinary(head: Uint8Array): boolean {
  const looked = Math.min(head.length, 4096);
  let controls = 0;
  for (let i = 0; i < looked; i++) if (head[i] < 9 || (head[i] > 13 && head[i] < 27)) controls++;
  return controls > 2 && controls * 50 > looked;
}

/** A Profile message: field 1, `sample_type`, a short ValueType message first. */
function looksLikePprof(head: Uint8Array): boolean {
  return head[0] === 0x0a && head[1] > 0 && head[1] < 16 && (head[2] === 0x08 || head[2] === 0x10);
}

function hasEventLine(head: Uint8Array): boolean {
  const event = createEventLine();
  const frame = createFrameLine();
  let start = 0;
  for (let i = 0; i < LINES_LOOKED_AT && start < head.length; i++) {
    const found = head.indexOf(10, start);
    const end = found < 0 ? head.length : found;
    if (end > start && head[start] !== 35) {
      if (
        scanEventLine(head, start, end, true, event) ||
        (head[start] !== 9 && isUntimedEvent(head, start, end, event, frame))
      )
        return true;
    }
    start = end + 1;
  }
  return false;
}

/** `a;b;c 12`, at least nine lines of ten. */
function isFolded(text: string): boolean {
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '');
  const folded = lines.filter((line) => line.includes(';') && /\s\d+(\.\d+)?\s*$/.test(line)).length;
  return folded > 0 && folded * 10 >= (lines.length - 1) * 9;
}

interface WhatWasRead {
  readonly firstBadLine: number;
  readonly hashLines: number;
  readonly records: number;
}

const CURES: Record<DetectedKind, { what: string; cure: string }> = {
  'perf-script': {
    what: 'perf script text',
    cure: 'Record again and check that perf report shows samples: perf record -F 49 -a -g -- sleep 60 && perf script --header > out.txt',
  },
  gzip: { what: 'gzip data', cure: 'Upload it as it is, or inflate it once more: it seems to be compressed twice.' },
  zstd: { what: 'zstd data', cure: 'Upload it as it is, or inflate it once more: it seems to be compressed twice.' },
  'perf-data': {
    what: 'a perf.data file',
    cure: 'Only the host that recorded it can name its symbols. Run there: perf script --header -i perf.data > out.txt, and upload out.txt.',
  },
  'perf-report': {
    what: 'the output of perf report',
    cure: 'Times are lost in a report. Run: perf script --header -i perf.data > out.txt, and upload out.txt.',
  },
  'perf-raw-dump': {
    what: 'a raw dump (perf script -D)',
    cure: 'Run perf script without -D and upload what it prints.',
  },
  dtrace: { what: 'DTrace stacks', cure: 'DTrace prints sums without times. Upload the output of perf script.' },
  folded: {
    what: 'folded stacks',
    cure: 'Folded stacks have lost their times. Upload the output of perf script that they were made of.',
  },
  json: { what: 'JSON', cure: 'Upload the output of perf script: perf script --header -i perf.data > out.txt' },
  pprof: {
    what: 'a pprof profile',
    cure: 'Upload the output of perf script: perf script --header -i perf.data > out.txt',
  },
  html: { what: 'a web page', cure: 'Upload the output of perf script: perf script --header -i perf.data > out.txt' },
  binary: {
    what: 'binary data',
    cure: 'Upload the text that perf script prints: perf script --header -i perf.data > out.txt',
  },
  text: {
    what: 'text of another kind',
    cure: 'Upload the output of perf script: perf script --header -i perf.data > out.txt',
  },
  empty: {
    what: 'an empty file',
    cure: 'Check that perf script printed something: perf script --header -i perf.data | head',
  },
};

/** The error for an input in which no sample was found. */
export function refuseInput(kind: DetectedKind, read: WhatWasRead): ParseError {
  const { what, cure } = CURES[kind];
  if (kind === 'empty') return new ParseError('input-empty', 'The file is empty.', cure, { line: 1, seemsToBe: kind });
  if (kind === 'perf-script') {
    const held =
      read.records > 0
        ? `${read.records} records that are no samples`
        : read.hashLines > 0
          ? "perf's header"
          : 'perf script text';
    return new ParseError('no-samples', `The file holds ${held}, and no sample.`, cure, {
      line: Math.max(1, read.firstBadLine),
      seemsToBe: kind,
    });
  }
  const line = Math.max(1, read.firstBadLine);
  return new ParseError(
    'input-not-perf-script',
    `Line ${line} is not from perf script: the file seems to be ${what}.`,
    cure,
    { line, seemsToBe: kind },
  );
}
