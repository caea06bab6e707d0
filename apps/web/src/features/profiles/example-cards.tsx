'use client';

import type { ProfileSummary } from '@subsecond/contracts';
import Link from 'next/link';
import { IconButton } from '../../ui/button.tsx';
import { MoreIcon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { countWords, spanWords } from '../../ui/words.ts';
import { ProfileThumbnail } from './profile-thumbnail.tsx';
import { useProfileActions } from './use-profile-actions.ts';

/** The recordings that come with the product, each with what is to be seen in it. */
export function ExampleCards({ examples }: { examples: readonly ProfileSummary[] }) {
  const actions = useProfileActions();
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
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
          <div className="mt-auto flex items-center justify-between gap-2">
            <p className="text-faint text-sm">{figures(example)}</p>
            <span className="relative -m-1">
              <Menu
                trigger={
                  <IconButton label={`More for ${example.name}`}>
                    <MoreIcon />
                  </IconButton>
                }
                items={[{ label: 'Delete this example', tone: 'danger', onSelect: () => actions.remove(example) }]}
              />
            </span>
          </div>
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
