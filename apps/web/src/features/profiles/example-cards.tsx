'use client';

import type { ProfileSummary } from '@subsecond/contracts';
import Link from 'next/link';
import { countWords, spanWords } from '../../ui/words.ts';
import { ProfileThumbnail } from './profile-thumbnail.tsx';

/** The recordings that come with the product, each with what is to be seen in it. */
export function ExampleCards({ examples }: { examples: readonly ProfileSummary[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {examples.map((example) => (
        <li
          key={example.id}
          className="relative flex flex-col gap-2 rounded-lg border border-line bg-panel p-3 hover:bg-chip/50 has-[a:focus-visible]:bg-chip/50"
        >
          <ProfileThumbnail thumbnail={example.thumbnail} className="h-[100px] w-full rounded-sm" />
          <h3 className="font-semibold">
            <Link
              href={`/p/${example.id}`}
              data-profile-link=""
              className="no-underline outline-none [overflow-wrap:anywhere] before:absolute before:inset-0 before:rounded-lg focus-visible:before:outline-2 focus-visible:before:outline-sel focus-visible:before:-outline-offset-2"
            >
              {example.name}
            </Link>
          </h3>
          <p className="text-dim [overflow-wrap:anywhere]">{example.story}</p>
          <p className="mt-auto text-faint text-sm">{figures(example)}</p>
        </li>
      ))}
    </ul>
  );
}

function figures({ spanSeconds, sampleCount, host }: ProfileSummary): string {
  const parts = [
    host,
    spanSeconds === null ? null : spanWords(spanSeconds),
    sampleCount === null ? null : countWords(sampleCount, 'sample'),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
