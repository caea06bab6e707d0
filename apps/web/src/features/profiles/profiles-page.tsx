'use client';

import { AppHeader } from '../../ui/app-header.tsx';

export function ProfilesPage() {
  return (
    <>
      <AppHeader shortcuts={[]} />
      <main id="content" className="p-5">
        <h1 className="font-semibold text-xl">Profiles</h1>
      </main>
    </>
  );
}
