'use client';

import { parseDecimalSeconds } from './decimal-seconds.ts';
import { NumberField } from './number-field.tsx';
import { endProblem, parseEnd, parseStart, startProblem } from './range-text.ts';
import { boundWords } from './selection-words.ts';
import type { TimeRange } from './url-state.ts';

/** The selection as two numbers, for whoever wants it to the digit or has no mouse. */
export function RangeFields({
  range,
  spanNs,
  onSelect,
}: {
  range: TimeRange;
  /** Of the recording. */
  spanNs: number;
  onSelect: (selection: readonly TimeRange[]) => void;
}) {
  return (
    <span className="flex items-center gap-1.5">
      <NumberField
        label="Start of the selection"
        unit="s"
        value={range.startNs}
        print={boundWords}
        parse={(text) => parseStart(text, range, spanNs)}
        onChange={(startNs) => onSelect([{ startNs, endNs: range.endNs }])}
        help={(text) => startProblem(parseDecimalSeconds(text), range, spanNs)}
        width="w-28"
      />
      <span aria-hidden="true" className="text-dim">
        –
      </span>
      <NumberField
        label="End of the selection"
        unit="s"
        value={range.endNs}
        print={boundWords}
        parse={(text) => parseEnd(text, range, spanNs)}
        onChange={(endNs) => onSelect([{ startNs: range.startNs, endNs }])}
        help={(text) => endProblem(parseDecimalSeconds(text), range)}
        width="w-28"
      />
    </span>
  );
}
