'use client';

import type { ProfileSummary } from '@subsecond/contracts';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** As long as the API takes. */
const MAX_NAME_LENGTH = 200;

export function RenameDialog({
  profile,
  onRename,
  onClose,
}: {
  profile: ProfileSummary | undefined;
  onRename: (profile: ProfileSummary, name: string) => void;
  onClose: () => void;
}) {
  return (
    <Dialog open={profile !== undefined} onClose={onClose} title="Rename">
      {profile !== undefined && <RenameForm key={profile.id} profile={profile} onRename={onRename} onClose={onClose} />}
    </Dialog>
  );
}

function RenameForm({
  profile,
  onRename,
  onClose,
}: {
  profile: ProfileSummary;
  onRename: (profile: ProfileSummary, name: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(profile.name);

  function submit(e: FormEvent) {
    e.preventDefault();
    if (name.trim() === '') return;
    onRename(profile, name.trim());
    onClose();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label="Name"
        data-focus-first=""
        maxLength={MAX_NAME_LENGTH}
        value={name}
        onChange={(e) => setName(e.target.value)}
        onFocus={(e) => e.target.select()}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" disabled={name.trim() === ''}>
          Rename
        </Button>
      </div>
    </form>
  );
}
