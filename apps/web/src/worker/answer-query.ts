import { answerFrameDetails } from './answer-frame-details.ts';
import { answerFunctionTotals } from './answer-functions.ts';
import { answerHeatMap } from './answer-heat-map.ts';
import { answerNames } from './answer-names.ts';
import { answerSearch } from './answer-search.ts';
import { answerSelect, answerSubtree } from './answer-select.ts';
import type { ProfileState } from './profile-state.ts';
import type { ProfileAnswer, ProfileQuery } from './protocol.ts';

/** Everything the worker can say about an open profile; pure but for the clock, so it is tested in Node. */
export function answerQuery(
  recorded: ProfileState,
  query: Exclude<ProfileQuery, { kind: 'open' }>,
  now: () => number,
): ProfileAnswer {
  const state = recorded.withNames(query.kind === 'heatMap' ? undefined : query.query.names);
  switch (query.kind) {
    case 'heatMap':
      return { kind: 'heatMap', answer: answerHeatMap(state, query.query) };
    case 'select':
      return { kind: 'select', answer: answerSelect(state, query.query, now) };
    case 'subtree':
      return { kind: 'subtree', answer: answerSubtree(state, query.query) };
    case 'functionTotals':
      return { kind: 'functionTotals', answer: answerFunctionTotals(state, query.query) };
    case 'frameDetails':
      return { kind: 'frameDetails', answer: answerFrameDetails(state, query.query) };
    case 'search':
      return { kind: 'search', answer: answerSearch(state, state.tree(query.query), query.query.search) };
    case 'names':
      return { kind: 'names', answer: answerNames(state) };
    default:
      return assertUnreachable(query);
  }
}

function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
