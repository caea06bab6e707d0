'use client';

import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';

/** The end of a list that goes on: loads when it comes near the screen, and by its button for everyone else. */
export function MoreProfiles({ hasMore, loading, onLoad }: { hasMore: boolean; loading: boolean; onLoad: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(onLoad);
  latest.current = onLoad;

  useEffect(() => {
    const end = ref.current;
    if (!hasMore || loading || end === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [hasMore, loading]);

  if (!hasMore) return null;
  return (
    <div ref={ref} className="flex justify-center">
      <Button disabled={loading} onClick={onLoad}>
        {loading ? 'Loading…' : 'Load more'}
      </Button>
    </div>
  );
}
