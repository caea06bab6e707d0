'use client';

import type { ProfileResource } from '@subsecond/contracts';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApiClient } from '../../api-client/api-client-context.tsx';
import { ApiError } from '../../api-client/api-error.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';

/** What can be done about an upload that could not be read: another one, and away with this. */
export function FailedProfileActions({ profile }: { profile: Pick<ProfileResource, 'id' | 'name'> }) {
  const client = useApiClient();
  const router = useRouter();
  const showToast = useToast();
  const [isDeleting, setDeleting] = useState(false);
  const remove = async () => {
    setDeleting(true);
    try {
      await client.deleteProfile(profile.id);
    } catch (error) {
      setDeleting(false);
      const why = error instanceof ApiError ? ` ${error.title}. ${error.detail}` : '';
      showToast({ tone: 'danger', text: `${profile.name} could not be deleted.${why}` });
      return;
    }
    showToast({ text: `Deleted ${profile.name}.` });
    router.push('/');
  };
  return (
    <>
      <Link href="/#upload" className={buttonClass('primary')}>
        Upload another file
      </Link>
      <Button tone="danger" disabled={isDeleting} onClick={() => void remove()}>
        Delete
      </Button>
    </>
  );
}
