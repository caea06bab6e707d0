import type { Metadata } from 'next';
import Link from 'next/link';
import { AppHeader } from '../ui/app-header.tsx';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFoundPage() {
  return (
    <>
      <AppHeader shortcuts={[]} />
      <main id="content">
        <h1 className="sr-only">Nothing here</h1>
        <EmptyState
          title="There is nothing here"
          actions={
            <Link href="/" className={buttonClass('primary')}>
              All profiles
            </Link>
          }
        >
          The address may be incomplete, or the profile was deleted.
        </EmptyState>
      </main>
    </>
  );
}
