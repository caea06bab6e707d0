import { answerQuery } from './answer-query.ts';
import { fetchProfile } from './fetch-profile.ts';
import { describeOpenedProfile } from './opened-profile.ts';
import { buffersOfFlameGraph } from './packed-flame-graph.ts';
import { ProfileFailure } from './profile-failure.ts';
import { createProfileState, type ProfileState } from './profile-state.ts';
import type { ProfileAnswer, ProfileQuery, RequestMessage, ResponseMessage, WireFailure } from './protocol.ts';
import { QueryError } from './query-error.ts';

export interface ServeDeps {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly post: (message: ResponseMessage, transfer: Transferable[]) => void;
  /** Milliseconds from any zero. */
  readonly now: () => number;
}

/** The worker without a Worker: hand it each message; it posts what is to be answered. One profile is open at a time. */
export function createQueryServer({ fetch, post, now }: ServeDeps): {
  handle: (message: RequestMessage) => Promise<void>;
} {
  let opened: Promise<ProfileState> | undefined;
  let opening: AbortController | undefined;

  async function answer(query: ProfileQuery, request: number): Promise<ProfileAnswer> {
    if (query.kind === 'open') {
      opening?.abort();
      const current = new AbortController();
      opening = current;
      const fetched = fetchProfile(query.base, query.profileId, {
        fetch,
        signal: current.signal,
        onProgress: (progress) => post({ kind: 'progress', request, progress }, []),
      });
      opened = fetched.then(createProfileState);
      return { kind: 'open', answer: describeOpenedProfile(query.profileId, await opened) };
    }
    if (opened === undefined)
      throw new ProfileFailure('not-open', `${query.kind} was asked before a profile was opened.`);
    return answerQuery(await opened, query, now);
  }

  return {
    async handle({ request, query }) {
      let message: ResponseMessage;
      try {
        message = { kind: 'answer', request, answer: await answer(query, request) };
      } catch (error) {
        message = { kind: 'failure', request, failure: failureOf(error) };
      }
      post(message, transferOf(message));
    },
  };
}

function failureOf(error: unknown): WireFailure {
  if (error instanceof ProfileFailure) return error.failure;
  if (error instanceof QueryError) return { code: 'bad-query', detail: error.message, status: undefined };
  return {
    code: 'worker-failed',
    detail: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error),
    status: undefined,
  };
}

/** Buffers that are handed over instead of copied: nothing here keeps them. */
function transferOf(message: ResponseMessage): Transferable[] {
  if (message.kind !== 'answer') return [];
  const { answer } = message;
  if (answer.kind === 'select') return buffersOfFlameGraph(answer.answer.packed);
  if (answer.kind === 'subtree')
    return answer.answer.packed === undefined ? [] : buffersOfFlameGraph(answer.answer.packed);
  if (answer.kind !== 'heatMap') return [];
  const { values, state, counts, ticks } = answer.answer.map;
  return [values, state, counts, ticks].flatMap((array) =>
    array?.buffer instanceof ArrayBuffer ? [array.buffer] : [],
  );
}
