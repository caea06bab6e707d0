'use client';

import { useEffect, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import { useToast } from '../../ui/toast.tsx';

const COPIED_SHOWS_MS = 1500;

/** A line for the shell, with a button that copies it. */
export function CopyableCommand({ label, command }: { label: string; command: string }) {
  const [copied, setCopied] = useState(false);
  const showToast = useToast();

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWS_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      // Missing on plain http that isn't localhost.
      await navigator.clipboard.writeText(command);
      setCopied(true);
    } catch {
      showToast({ text: 'The browser does not let this page copy. Select the line and copy it by hand.' });
    }
  }

  return (
    <div className="flex min-w-0 items-start gap-1 rounded-md border border-line bg-bg py-1 pr-1 pl-2.5">
      <code className="min-w-0 flex-1 select-all whitespace-pre-wrap py-1 font-mono text-sm [overflow-wrap:anywhere]">
        {command}
      </code>
      <IconButton label={copied ? 'Copied' : `Copy the command: ${label}`} onClick={copy}>
        {copied ? <CheckIcon className="text-accent" /> : <CopyIcon />}
      </IconButton>
    </div>
  );
}
