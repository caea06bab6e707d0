'use client';

import { useCallback, useEffect, useRef } from 'react';
import { startProfileWorker } from '../../worker/start-profile-worker.ts';

/**
 * A worker that is started with the page, so that its script is loaded and compiled while the profile's description is still on its
 * way. The answer hands it out once, and a new one to whoever asks again. What nobody took is ended with the page.
 */
export function useWarmWorker(): () => Worker {
  const warm = useRef<Worker>(undefined);
  const isTaken = useRef(false);
  useEffect(() => {
    // A description that is known already lets a child ask before this runs.
    if (!isTaken.current) warm.current = startProfileWorker();
    return () => {
      warm.current?.terminate();
      warm.current = undefined;
    };
  }, []);
  return useCallback(() => {
    const taken = warm.current;
    isTaken.current = true;
    warm.current = undefined;
    return taken ?? startProfileWorker();
  }, []);
}
