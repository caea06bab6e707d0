'use client';

import { useCallback, useMemo } from 'react';
import type { ProfileClient } from '../../worker/profile-client.ts';
import type { FunctionTotalsRequest, WireSelection } from '../../worker/protocol.ts';
import { useAnswer } from './use-answer.ts';
import type { NamePairs } from './use-name-pairs.ts';

/** More matching functions than this are drawn without outline; the count above the graph is exact all the same. */
const MATCHES_MAX = 20_000;

/**
 * Whether a name matches the search, for outlining frames. Text is looked for here, in what is shown and in what perf printed; a regular expression is run by the
 * worker, which can't hang the page, and comes back as the set of names that match.
 */
export function useNameMatcher(
  client: ProfileClient,
  selection: WireSelection,
  search: string,
  named: NamePairs | undefined,
): ((name: string) => boolean) | undefined {
  const isExpression = search.length > 2 && search.startsWith('/') && search.endsWith('/');
  const ask = useCallback((question: FunctionTotalsRequest) => client.functionTotals(question), [client]);
  const question: FunctionTotalsRequest | undefined = isExpression
    ? { ...selection, ranges: undefined, sort: 'total', descending: true, search, first: 0, limit: MATCHES_MAX }
    : undefined;
  // Those of other switches would find what is no longer shown.
  const changed = named !== undefined && named.names === selection.names ? named.pairs : undefined;
  const { latest } = useAnswer<FunctionTotalsRequest, Awaited<ReturnType<typeof ask>>>(question, ask);
  return useMemo(() => {
    if (search === '') return undefined;
    if (isExpression) {
      const names = new Set(latest?.question.search === search ? latest.answer?.rows.map((row) => row.name) : []);
      return (name) => names.has(name);
    }
    const wanted = search.toLowerCase();
    const byOriginal = new Set<string>();
    changed?.original.forEach((original, row) => {
      if (original.toLowerCase().includes(wanted)) byOriginal.add(changed.shown[row] ?? '');
    });
    return (name) => name.toLowerCase().includes(wanted) || byOriginal.has(name);
  }, [search, isExpression, latest, changed]);
}
