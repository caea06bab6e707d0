'use client';

import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { openAdminSession } from '../../api-client/admin-session.ts';
import { createApiClient } from '../../api-client/api-client.ts';
import { ApiClientContext } from '../../api-client/api-client-context.tsx';
import { AdminTokenDialog } from './admin-token-dialog.tsx';

const sameOriginFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

/** Gives the page its API client, and asks for the admin token when the server wants one: once, for all that wait. */
export function AdminAccess({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState(false);
  const waiting = useRef<((accepted: boolean) => void)[]>([]);

  const askAdminToken = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        waiting.current.push(resolve);
        setAsking(true);
      }),
    [],
  );
  const answer = useCallback((accepted: boolean) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(accepted);
  }, []);

  const client = useMemo(
    () =>
      createApiClient({
        fetch: sameOriginFetch,
        createUploadRequest: () => new XMLHttpRequest(),
        createProgressSource: (path) => new EventSource(path),
        askAdminToken,
      }),
    [askAdminToken],
  );

  return (
    <ApiClientContext value={client}>
      {children}
      <AdminTokenDialog
        open={asking}
        handIn={(token) => openAdminSession(sameOriginFetch, token)}
        onAccepted={() => answer(true)}
        onGiveUp={() => answer(false)}
      />
    </ApiClientContext>
  );
}
