'use client';

import { useCallback } from 'react';
import type { ProfileClient } from '../../worker/profile-client.ts';
import type { NamesAnswer, NamesRequest } from '../../worker/protocol.ts';
import { useAnswer } from './use-answer.ts';

/** Shown and recorded names, where the two differ; `names` says under which switches. Undefined until the worker told. */
export interface NamePairs {
  readonly names: string;
  readonly pairs: NamesAnswer;
}

export function useNamePairs(client: ProfileClient, names: string | undefined): NamePairs | undefined {
  const ask = useCallback((wanted: NamesRequest) => client.names(wanted), [client]);
  const { latest } = useAnswer(names === undefined || names === 'raw' ? undefined : { names }, ask);
  return latest === undefined ? undefined : { names: latest.question.names, pairs: latest.answer };
}
