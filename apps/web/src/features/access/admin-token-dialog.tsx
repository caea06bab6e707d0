'use client';

import { type FormEvent, useId, useState } from 'react';
import { ApiError } from '../../api-client/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface AdminTokenDialogProps {
  readonly open: boolean;
  readonly handIn: (token: string) => Promise<void>;
  readonly onAccepted: () => void;
  readonly onGiveUp: () => void;
}

export function AdminTokenDialog({ open, handIn, onAccepted, onGiveUp }: AdminTokenDialogProps) {
  return (
    <Dialog open={open} onClose={onGiveUp} title="Admin token">
      <AdminTokenForm handIn={handIn} onAccepted={onAccepted} onGiveUp={onGiveUp} />
    </Dialog>
  );
}

function AdminTokenForm({ handIn, onAccepted, onGiveUp }: Omit<AdminTokenDialogProps, 'open'>) {
  const form = useId();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);

  async function submit(e: FormEvent) {
    e.preventDefault();
    if (token.trim() === '' || sending) return;
    setSending(true);
    setProblem(undefined);
    try {
      await handIn(token.trim());
      onAccepted();
    } catch (error) {
      setProblem(error instanceof ApiError ? wordsFor(error) : 'The token could not be sent.');
      setSending(false);
    }
  }

  return (
    <form id={form} onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-dim">
        This server asks for its admin token: the value of SUBSECOND_ADMIN_TOKEN it was started with. It is kept in a
        cookie of this browser that no script can read.
      </p>
      <TextField
        label="Token"
        type="password"
        autoComplete="current-password"
        data-focus-first=""
        value={token}
        onChange={(e) => setToken(e.target.value)}
        problem={problem}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onGiveUp}>Not now</Button>
        <Button type="submit" tone="primary" disabled={sending || token.trim() === ''}>
          Continue
        </Button>
      </div>
    </form>
  );
}

function wordsFor(error: ApiError): string {
  if (error.status === 401 || error.status === 403)
    return 'The server does not accept this token. Check it for missing characters and try again.';
  return `${error.title}. ${error.detail}`;
}
