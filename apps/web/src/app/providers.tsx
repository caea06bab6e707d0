'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../api-client/api-error.ts';
import { AdminAccess } from '../features/access/admin-access.tsx';
import { ProfilesProvider } from '../features/profiles/profiles-provider.tsx';
import { ThemeProvider } from '../ui/theme.tsx';
import type { ThemeChoice } from '../ui/theme-choice.ts';
import { ToastProvider } from '../ui/toast.tsx';

const MAX_RETRIES = 2;

/** Only what may pass by itself is tried again; a 404 stays a 404. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < MAX_RETRIES && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);
}

export function Providers({ themeChoice, children }: { themeChoice: ThemeChoice; children: ReactNode }) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5000 } } }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <ThemeProvider initialChoice={themeChoice}>
        <ToastProvider>
          <AdminAccess>
            <ProfilesProvider>{children}</ProfilesProvider>
          </AdminAccess>
        </ToastProvider>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
