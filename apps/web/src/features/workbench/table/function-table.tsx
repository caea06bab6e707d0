'use client';

import { useCallback, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Name } from '../../../ui/name.tsx';
import { visibleName } from '../../../ui/visible-name.ts';
import type { ProfileClient } from '../../../worker/profile-client.ts';
import type { FunctionTotalsRequest, WireFunction, WireSelection } from '../../../worker/protocol.ts';
import type { WeightScale } from '../flame-graph/frame-words.ts';
import { frameColor, kindWords } from '../frame-colors.ts';
import { isUnresolved, lastPart } from '../mapping-words.ts';
import { useAnswer } from '../use-answer.ts';
import { countWords, printWhole, shareWords, weightWords } from '../words.ts';

type SortKey = FunctionTotalsRequest['sort'];

const PAGE_ROWS = 100;

export interface FunctionTableProps {
  readonly client: ProfileClient;
  readonly selection: WireSelection;
  readonly scale: WeightScale;
  readonly search: string;
  /** Shows the function in the flame graph. */
  readonly onFind: (name: string) => void;
  readonly onInspect: (frame: number) => void;
  readonly inspected: number | undefined;
}

/**
 * Self and total of every function, from all samples of the selection and never from the pruned picture. Paged: a table
 * of a hundred rows is one that a screen reader and a browser's own search can walk.
 */
export function FunctionTable({ client, selection, scale, search, onFind, onInspect, inspected }: FunctionTableProps) {
  const [sort, setSort] = useState<{ readonly key: SortKey; readonly descending: boolean }>({
    key: 'self',
    descending: true,
  });
  // Another search or order starts at its first page.
  const pageOf = `${sort.key} ${sort.descending} ${search}`;
  const [page, setPage] = useState({ of: pageOf, first: 0 });
  const first = page.of === pageOf ? page.first : 0;
  const setFirst = (next: number) => setPage({ of: pageOf, first: next });
  const ask = useCallback((question: FunctionTotalsRequest) => client.functionTotals(question), [client]);
  const { latest, failure } = useAnswer<FunctionTotalsRequest, Awaited<ReturnType<typeof ask>>>(
    {
      ...selection,
      sort: sort.key,
      descending: sort.descending,
      first,
      limit: PAGE_ROWS,
      ...(search === '' ? {} : { search }),
    },
    ask,
  );
  const answer = latest?.answer;
  if (failure !== undefined) return <p className="text-danger">{failure}</p>;
  if (answer === undefined) return <p className="text-dim">Counting …</p>;
  const greatest = answer.rows.reduce((max, row) => Math.max(max, row.total), 0);
  const header = (key: SortKey, label: string, className = '') => (
    <th
      scope="col"
      aria-sort={sort.key === key ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={`border-line border-b px-2 py-1 text-left font-medium ${className}`}
    >
      <button
        type="button"
        onClick={() =>
          setSort({ key, descending: sort.key === key ? !sort.descending : key === 'self' || key === 'total' })
        }
        className="inline-flex items-center gap-1 rounded-sm hover:underline"
      >
        {label}
        <span aria-hidden="true" className="w-3 text-dim">
          {sort.key === key ? (sort.descending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
  const last = Math.min(first + answer.rows.length, answer.count);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label="Functions" className="overflow-x-auto rounded-lg border border-line bg-panel">
        <table className="w-full border-collapse tabular-nums">
          <caption className="sr-only">
            Functions of the selection, with the weight in themselves and with what they call
          </caption>
          <thead>
            <tr className="text-dim">
              {header('self', 'Self', 'md:w-44')}
              {header('total', 'Total', 'md:w-44')}
              {header('name', 'Function')}
              {header('mapping', 'Mapping', 'max-md:hidden')}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <FunctionRow
                key={row.frame}
                row={row}
                scale={scale}
                greatest={greatest}
                isInspected={row.frame === inspected}
                onFind={onFind}
                onInspect={onInspect}
              />
            ))}
          </tbody>
        </table>
        {answer.count === 0 && (
          <p className="p-4 text-dim">
            {search === ''
              ? 'There is no function in this selection.'
              : `No function of this selection matches “${search}”.`}
          </p>
        )}
      </section>
      {answer.count > 0 && (
        <div className="flex flex-wrap items-center gap-2 text-dim tabular-nums">
          <span>
            {printWhole(first + 1)}–{printWhole(last)} of {countWords(answer.count, 'function')}
          </span>
          <Button disabled={first === 0} onClick={() => setFirst(Math.max(0, first - PAGE_ROWS))}>
            Previous
          </Button>
          <Button disabled={last >= answer.count} onClick={() => setFirst(first + PAGE_ROWS)}>
            Next
          </Button>
        </div>
      )}
    </div>
  );
}

interface FunctionRowProps {
  readonly row: WireFunction;
  readonly scale: WeightScale;
  readonly greatest: number;
  readonly isInspected: boolean;
  readonly onFind: (name: string) => void;
  readonly onInspect: (frame: number) => void;
}

function FunctionRow({ row, scale, greatest, isInspected, onFind, onInspect }: FunctionRowProps) {
  return (
    <tr className={`hover:bg-chip ${isInspected ? 'bg-chip' : ''}`}>
      <WeightCell value={row.self} scale={scale} greatest={greatest} color={frameColor(row.name, row.kind)} />
      <WeightCell value={row.total} scale={scale} greatest={greatest} color={frameColor(row.name, row.kind)} />
      <td className="max-w-[44ch] px-2 py-0.5">
        <span className="flex items-center gap-2">
          <span
            aria-hidden="true"
            className="size-2.5 shrink-0 rounded-[2px]"
            style={{ background: frameColor(row.name, row.kind) }}
          />
          <button
            type="button"
            title={`Find ${visibleName(row.name.slice(0, 300))} in the flame graph`}
            onClick={() => onFind(row.name)}
            className="truncate rounded-sm text-left hover:underline"
          >
            <Name>{row.name}</Name>
          </button>
          {row.mapping !== undefined && isUnresolved(row.name) && (
            <span className="truncate text-dim text-sm md:hidden">
              <Name>{lastPart(row.mapping)}</Name>
            </span>
          )}
          <span className="sr-only">{kindWords(row.kind)}</span>
          <button
            type="button"
            onClick={() => onInspect(row.frame)}
            className="ml-auto shrink-0 rounded-sm px-1 text-accent text-sm hover:underline"
          >
            details
          </button>
        </span>
      </td>
      <td className="max-w-[30ch] truncate px-2 py-0.5 text-dim max-md:hidden" title={row.mapping}>
        {row.mapping === undefined ? '' : <Name>{row.mapping}</Name>}
      </td>
    </tr>
  );
}

function WeightCell({
  value,
  scale,
  greatest,
  color,
}: {
  value: number;
  scale: WeightScale;
  greatest: number;
  color: string;
}) {
  return (
    <td className="px-2 py-0.5 align-middle">
      <span className="relative flex justify-between gap-2 whitespace-nowrap">
        {/* A phone has room for the share alone, or the names would lie outside of the screen. */}
        <span className="max-md:sr-only">
          {scale.unit === 'samples' ? printWhole(value) : weightWords(value, scale.unit, scale.eventName)}
        </span>
        <span className="text-dim">{shareWords(value, scale.total)}</span>
      </span>
      <span
        aria-hidden="true"
        className="block h-0.5 rounded-full"
        style={{ background: color, width: `${greatest > 0 ? (100 * value) / greatest : 0}%` }}
      />
    </td>
  );
}
