import { deriveFunctionTotals, type FunctionTotals, frameMapping, frameName } from '@subsecond/profile';
import { answerSearch, nameMatches } from './answer-search.ts';
import { parseNameSearch } from './name-search.ts';
import type { ProfileState } from './profile-state.ts';
import type { FunctionTotalsAnswer, FunctionTotalsRequest, WireFunction } from './protocol.ts';

/** A page of the function table. A sort that ties keeps the order by self. */
export function answerFunctionTotals(state: ProfileState, request: FunctionTotalsRequest): FunctionTotalsAnswer {
  const tree = state.tree(request);
  const totals = deriveFunctionTotals(state.profile, state.callNodes, tree);
  const query = request.search ?? '';
  const search = query === '' ? undefined : parseNameSearch(query);
  let rows = Array.from(totals.frame, (_, row) => row);
  if (search?.kind === 'matcher')
    rows = rows.filter((row) => nameMatches(state, totals.frame[row] ?? 0, search.matches));
  if (search?.kind === 'invalid') rows = [];
  const compare = comparison(state, totals, request.sort);
  rows.sort((a, b) => (request.descending ? compare(b, a) : compare(a, b)) || a - b);
  return {
    rows: rows.slice(request.first, request.first + request.limit).map((row) => functionRow(state, totals, row)),
    count: rows.length,
    total: tree.sum,
    search: query === '' ? undefined : answerSearch(state, tree, query),
  };
}

export function functionRow({ profile }: ProfileState, totals: FunctionTotals, row: number): WireFunction {
  const frame = totals.frame[row] ?? 0;
  return {
    frame,
    name: frameName(profile, frame),
    mapping: frameMapping(profile, frame),
    kind: profile.frames.kind[frame] ?? 0,
    self: totals.self[row] ?? 0,
    total: totals.total[row] ?? 0,
  };
}

function comparison(
  { profile }: ProfileState,
  totals: FunctionTotals,
  sort: FunctionTotalsRequest['sort'],
): (a: number, b: number) => number {
  const frameOf = (row: number): number => totals.frame[row] ?? 0;
  switch (sort) {
    case 'self':
      return (a, b) => (totals.self[a] ?? 0) - (totals.self[b] ?? 0);
    case 'total':
      return (a, b) => (totals.total[a] ?? 0) - (totals.total[b] ?? 0);
    case 'name':
      return (a, b) => compareText(frameName(profile, frameOf(a)), frameName(profile, frameOf(b)));
    case 'mapping':
      return (a, b) => compareText(frameMapping(profile, frameOf(a)) ?? '', frameMapping(profile, frameOf(b)) ?? '');
    default:
      return assertUnreachable(sort);
  }
}

function compareText(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
