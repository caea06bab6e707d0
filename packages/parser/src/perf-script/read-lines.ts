/**
 * The loop over whole lines. Five lines in six are frames, and nine frames in ten are what followed the same frames before:
 * so the frames read so far predict the next line, and comparing it with the prediction finds its end, its frame and that it is
 * well-formed at once. What was not predicted is scanned (read-line.ts).
 *
 *   block     whole lines of one chunk, each ended by \n; positions count from the block's start
 *   hash      of the open sample's frames, leaf first: index of the prediction, and of the stack seen before
 */
import { LF, TAB } from '../bytes/ascii.ts';
import { frameOfKey } from './frame-keys.ts';
import { pushFrame } from './open-sample.ts';
import { matchLeaf, matchPredicted } from './predict-frame.ts';
import { confirmWatched, readBlock } from './read-block.ts';
import { readKnownEvent } from './read-known-event.ts';
import { readLine } from './read-line.ts';
import { Attach, type ReaderState } from './reader-state.ts';

/** Reads `bytes[start, end)`, whole lines all of them. `byteOffset` is where `bytes[0]` stands in the text. */
export function readLines(
  state: ReaderState,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  byteOffset: number,
): void {
  state.blockByteOffset = byteOffset;
  const { keys, predictions, blockReading } = state;
  let pos = start;
  while (pos < end) {
    const first = bytes[pos];
    if (first === TAB) {
      if (state.attach === Attach.open) {
        const { depth } = state;
        let next: number;
        if (depth === 0) {
          next = matchLeaf(predictions, keys, state.hash, bytes, view, pos, end);
        } else {
          if (depth === 1 ? !blockReading.tried : blockReading.watchedCount > 0) {
            next = readBlock(state, bytes, view, pos, end);
            if (next >= 0) {
              pos = next;
              continue;
            }
          }
          next = matchPredicted(predictions, keys, state.hash, bytes, view, pos, end);
        }
        if (next >= 0) {
          pushFrame(state, frameOfKey(keys, predictions.key), pos);
          state.lines++;
          pos = next;
          continue;
        }
      }
    } else if (first === LF) {
      if (blockReading.watchedCount > 0) confirmWatched(state, pos);
      if (state.attach === Attach.open) state.attach = Attach.afterBlank;
      state.lines++;
      pos++;
      continue;
    } else {
      if (blockReading.watchedCount > 0) confirmWatched(state, pos);
      const next = readKnownEvent(state, bytes, view, pos, end);
      if (next >= 0) {
        state.lines++;
        pos = next;
        continue;
      }
    }
    const lineEnd = bytes.indexOf(LF, pos);
    readLine(state, bytes, view, pos, lineEnd);
    state.lines++;
    pos = lineEnd + 1;
  }
}
