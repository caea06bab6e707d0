'use client';

import { useEffect, useRef, useState } from 'react';
import type { Upload, UploadPhase } from './upload-state.ts';

/** Tells a screen reader when an upload enters another phase: never the numbers in between. */
export function UploadAnnouncer({ uploads }: { uploads: readonly Upload[] }) {
  const known = useRef(new Map<number, { readonly phase: UploadPhase['kind']; readonly fileName: string }>());
  const [text, setText] = useState('');

  useEffect(() => {
    const news = uploads.flatMap((upload) => {
      if (known.current.get(upload.key)?.phase === upload.phase.kind) return [];
      const words = announcement(upload);
      return words === undefined ? [] : [words];
    });
    const keys = new Set(uploads.map((upload) => upload.key));
    for (const [key, gone] of known.current) {
      // Those that ended well are announced by their own message; what only leaves was cancelled.
      if (!keys.has(key) && (gone.phase === 'waiting' || gone.phase === 'sending'))
        news.push(`The upload of ${gone.fileName} was cancelled.`);
      else if (!keys.has(key) && news.length === 0) setText('');
    }
    known.current = new Map(
      uploads.map((upload) => [upload.key, { phase: upload.phase.kind, fileName: upload.fileName }]),
    );
    if (news.length > 0) setText(news.join(' '));
  }, [uploads]);

  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}

function announcement({ fileName, phase }: Upload): string | undefined {
  switch (phase.kind) {
    case 'waiting':
    case 'ready':
      return undefined;
    case 'sending':
      return `Sending ${fileName}.`;
    case 'reading':
      return `${fileName} was received and is being read.`;
    case 'failed':
      return `${fileName} could not be read. ${phase.failure?.message ?? ''}`;
    case 'gone':
      return `${fileName} was deleted while it was read.`;
    case 'refused':
      return `${fileName} was not uploaded. ${phase.title}.`;
  }
}
