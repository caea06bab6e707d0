'use client';

import { useEffect, useRef, useState } from 'react';
import { failureDetail } from './use-opened-profile.ts';

export interface Answered<Q, A> {
  /** The newest answer, which stays until a newer one comes; `question` is what it answers. */
  readonly latest: { readonly question: Q; readonly answer: A } | undefined;
  readonly failure: string | undefined;
}

/**
 * Asks the worker whenever the question changes. The client keeps only the newest of the questions that wait and answers
 * the others with undefined. Questions are compared by content, so that a caller need not keep them stable; `ask` must be.
 */
export function useAnswer<Q, A>(question: Q | undefined, ask: (question: Q) => Promise<A | undefined>): Answered<Q, A> {
  const [answered, setAnswered] = useState<Answered<Q, A>>({ latest: undefined, failure: undefined });
  const asked = useRef(0);
  const shown = useRef(0);
  const key = question === undefined ? undefined : JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(() => {
    if (question === undefined) return;
    asked.current += 1;
    const turn = asked.current;
    ask(question).then(
      (answer) => {
        // An answer to a question that is no longer the newest is shown all the same, unless a newer one was faster:
        // while a selection is dragged it is the picture that moves.
        if (answer === undefined || turn < shown.current) return;
        shown.current = turn;
        setAnswered({ latest: { question, answer }, failure: undefined });
      },
      (error: unknown) => {
        if (turn === asked.current) setAnswered((old) => ({ latest: old.latest, failure: failureDetail(error) }));
      },
    );
  }, [key, ask]);
  return answered;
}
