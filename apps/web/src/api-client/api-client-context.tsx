'use client';

import { createContext, useContext } from 'react';
import type { ApiClient } from './api-client.ts';

export const ApiClientContext = createContext<ApiClient | undefined>(undefined);

export function useApiClient(): ApiClient {
  const client = useContext(ApiClientContext);
  if (client === undefined) throw new Error('useApiClient needs an ApiClientContext above it');
  return client;
}
