'use client';

import type { Thumbnail } from '@subsecond/contracts';
import { useEffect, useRef } from 'react';
import { drawThumbnail } from '../../canvas/thumbnail.ts';
import { classNames } from '../../ui/class-names.ts';
import { useTheme } from '../../ui/theme.tsx';

/** The heat map in small: decoration beside the words that say the same, so it has no name of its own. */
export function ProfileThumbnail({ thumbnail, className }: { thumbnail: Thumbnail | null; className: string }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { theme } = useTheme();

  useEffect(() => {
    if (ref.current !== null && thumbnail !== null) drawThumbnail(ref.current, thumbnail, theme);
  }, [thumbnail, theme]);

  return (
    <div
      aria-hidden="true"
      className={classNames('overflow-hidden', thumbnail === null && 'border border-line border-dashed', className)}
    >
      {thumbnail !== null && <canvas ref={ref} className="block size-full [image-rendering:pixelated]" />}
    </div>
  );
}
