'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyIcon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useToast } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { RangeFields } from './range-fields.tsx';
import { type SelectionCounts, selectionParts, selectionSentence } from './selection-words.ts';
import type { TimeRange } from './url-state.ts';
import { countWords } from './words.ts';

export interface SelectionBarProps {
  readonly selection: readonly TimeRange[];
  /** Undefined until the first answer. */
  readonly counts: SelectionCounts | undefined;
  /** The whole span, which the fields show while nothing is selected. */
  readonly spanNs: number | undefined;
  readonly idleHidden: number;
  readonly onSelect: (selection: readonly TimeRange[]) => void;
  readonly onCopyLink: () => void;
  readonly exportMenu: ReactNode;
}

/** A sentence is spoken when the selection has rested this long. */
const SPEAK_AFTER_MS = 700;

/** What is selected, in words, and the same as two numbers for whoever wants it to the digit or has no mouse. */
export function SelectionBar({
  selection,
  counts,
  spanNs,
  idleHidden,
  onSelect,
  onCopyLink,
  exportMenu,
}: SelectionBarProps) {
  const parts = counts === undefined ? undefined : selectionParts(selection, counts);
  const hasSelection = selection.length > 0;
  const first = selection[0];
  const range: TimeRange | undefined =
    selection.length > 1 ? undefined : (first ?? (spanNs === undefined ? undefined : { startNs: 0, endNs: spanNs }));
  return (
    <section
      aria-label="Selection"
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-panel px-3 py-2 tabular-nums ${hasSelection ? 'border-l-[3px] border-l-sel' : ''}`}
    >
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-4">
        <strong className="font-semibold">{parts?.range ?? 'Counting …'}</strong>
        {parts !== undefined && parts.span !== '' && <span>{parts.span}</span>}
        {parts !== undefined && <span>{parts.samples}</span>}
        {parts !== undefined &&
          (parts.share !== '' ? (
            <span className="text-dim">{parts.share}</span>
          ) : (
            <span className="text-dim">nothing is selected: everything is shown</span>
          ))}
        {idleHidden > 0 && <span className="text-dim">{countWords(idleHidden, 'idle sample')} hidden</span>}
      </p>
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {range !== undefined && spanNs !== undefined && (
          <RangeFields range={range} spanNs={spanNs} onSelect={onSelect} />
        )}
        <Tooltip text="Copy a link to exactly this (c)">
          <Button onClick={onCopyLink}>
            <CopyIcon />
            Copy link
          </Button>
        </Tooltip>
        {exportMenu}
        <Button onClick={() => onSelect([])} disabled={!hasSelection}>
          Clear <Kbd>Esc</Kbd>
        </Button>
      </div>
      <Spoken selection={selection} counts={counts} />
    </section>
  );
}

function Spoken({ selection, counts }: { selection: readonly TimeRange[]; counts: SelectionCounts | undefined }) {
  const sentence = counts === undefined ? '' : selectionSentence(selection, counts);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(sentence), SPEAK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <span className="sr-only" aria-live="polite">
      {spoken}
    </span>
  );
}

/** Copies the address, or shows it where the browser refuses. */
export function useCopyLink(): () => void {
  const show = useToast();
  return () => {
    const address = window.location.href;
    const refused = () => show({ text: `The browser does not let this page copy. The link is: ${address}`, lasts: 0 });
    // Outside of https and localhost there is no clipboard.
    if (navigator.clipboard === undefined) refused();
    else
      navigator.clipboard.writeText(address).then(() => show({ text: 'Link copied. It opens exactly this.' }), refused);
  };
}
