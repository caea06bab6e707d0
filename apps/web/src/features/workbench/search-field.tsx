'use client';

import { useEffect, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon, SearchIcon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import type { SearchAnswer } from '../../worker/protocol.ts';
import type { WeightScale } from './flame-graph/frame-words.ts';
import { shareWords, weightWords } from './words.ts';

/** Typed text is searched for when the typing rests this long. */
const REST_MS = 150;

/** Searches function names. What matched is counted by the worker over all samples, each once, and never from the picture. */
export function SearchField({
  search,
  answer,
  scale,
  onSearch,
  inputRef,
}: {
  search: string;
  answer: SearchAnswer | undefined;
  scale: WeightScale;
  onSearch: (search: string) => void;
  inputRef: { current: HTMLInputElement | null };
}) {
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => onSearch(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text, search, onSearch]);
  const isCurrent = answer !== undefined && answer.query === search && search !== '';
  return (
    <div className="relative flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <label className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-line bg-panel px-2 text-dim has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-sel pointer-coarse:h-10">
        <SearchIcon />
        <input
          ref={inputRef}
          type="text"
          aria-label="Search functions: text, or a regular expression between slashes"
          placeholder="Search, or /regex/"
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          value={text}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === 'Enter') onSearch(text);
            if (e.key !== 'Escape') return;
            e.stopPropagation();
            if (text === '') e.currentTarget.blur();
            else onSearch('');
            setText('');
          }}
          className="w-44 min-w-0 bg-transparent text-ink outline-none"
        />
        {text === '' ? (
          <Kbd>/</Kbd>
        ) : (
          <IconButton label="Clear the search" onClick={() => onSearch('')} className="-mr-1.5 h-6! w-6!">
            <CloseIcon />
          </IconButton>
        )}
      </label>
      <span role="status" className="text-sm tabular-nums">
        {isCurrent && answer.kind === 'matched' && (
          <span>
            {answer.names === 0
              ? 'Nothing matches'
              : `Matched ${shareWords(answer.total, scale.total)} · ${weightWords(answer.total, scale.unit, scale.eventName)}`}
          </span>
        )}
        {isCurrent && answer.kind === 'invalid' && (
          // Below the field and over the graph, so that the row stays as it is while somebody types.
          <span className="absolute top-full left-0 z-30 mt-1 w-max max-w-[min(28rem,calc(100vw-3rem))] rounded-md border border-danger bg-panel px-2 py-1 text-danger">
            {answer.message}
          </span>
        )}
      </span>
    </div>
  );
}
