'use client';

import { AppHeader } from '../ui/app-header.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <AppHeader shortcuts={[]} />
      <main id="content">
        <h1 className="sr-only">The page failed</h1>
        <EmptyState
          title="The page failed"
          actions={
            <>
              <Button tone="primary" onClick={reset}>
                Try again
              </Button>
              <Button onClick={() => window.location.assign('/')}>All profiles</Button>
            </>
          }
        >
          <p>Nothing that was uploaded is lost. If it happens again, report it with this line:</p>
          <p className="mt-2 font-mono text-sm [overflow-wrap:anywhere]">
            {error.name}: {error.message} {error.digest}
          </p>
        </EmptyState>
      </main>
    </>
  );
}
