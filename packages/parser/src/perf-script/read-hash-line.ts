/** Lines that begin with `#`: perf's header, at the top or, in a text put together from several, in the middle. */
import { startsWithAscii } from '../bytes/ascii.ts';
import { decodeUtf8 } from '../bytes/decode-utf8.ts';
import { warnHere } from './open-sample.ts';
import { readHeaderLine } from './parse-header.ts';
import { Attach, type ReaderState } from './reader-state.ts';

/** A command line may be long; what is kept of a header line is not. */
const MAX_HEADER_LINE_BYTES = 1 << 16;

export function readHashLine(state: ReaderState, bytes: Uint8Array, start: number, end: number): void {
  state.hashLines++;
  if (startsWithAscii(bytes, start, end, '# captured on')) {
    if (state.headers > 0) warnHere(state, 'header-repeated', bytes, start, end);
    state.headers++;
    // What the first recording printed says nothing about the next one.
    state.timedSeen = false;
    state.attach = Attach.nowhere;
  }
  readHeaderLine(state.header, decodeUtf8(bytes, start, Math.min(end, start + MAX_HEADER_LINE_BYTES)).text);
}
