import type { Page } from 'playwright-core';

/** What a page noted of itself; times in milliseconds. */
export interface PageWatch {
  /** From the last click to the first heat map, and to the first frames of a flame graph, as the next frame showed them. */
  heatMapMs: number;
  flameGraphMs: number;
  /** Animation frames. */
  frames: number;
  /** Changes of the flame graph, and how long after the last movement of the pointer the newest came. */
  pictures: number;
  pictureMs: number;
  /** Of the main thread, since the watch was last read; 0 where none took 50 ms. */
  longestTaskMs: number;
}

declare global {
  var subsecondWatch: PageWatch | undefined;
}

/** Has every document of the page keep a `PageWatch`. Call before the first navigation. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch: PageWatch = {
      heatMapMs: 0,
      flameGraphMs: 0,
      frames: 0,
      pictures: 0,
      pictureMs: 0,
      longestTaskMs: 0,
    };
    globalThis.subsecondWatch = watch;
    let clicked = 0;
    let moved = 0;
    let waitsForPicture = false;
    addEventListener('click', (e) => (clicked = e.timeStamp), true);
    addEventListener(
      'pointermove',
      (e) => {
        moved = e.timeStamp;
        waitsForPicture = true;
      },
      true,
    );
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watch.longestTaskMs = Math.max(watch.longestTaskMs, duration);
    }).observe({ type: 'longtask' });
    new MutationObserver((records) => {
      if (!records.some(({ target }) => target instanceof Element && target.closest('.flame-chart') !== null)) return;
      watch.pictures++;
      if (waitsForPicture) watch.pictureMs = performance.now() - moved;
      waitsForPicture = false;
    }).observe(document, { subtree: true, childList: true });
    const onFrame = (): void => {
      watch.frames++;
      const sinceClick = performance.now() - clicked;
      const surface = document.querySelector<HTMLElement>('[data-part="heat-map-surface"]');
      if (watch.heatMapMs === 0 && surface !== null && surface.clientWidth > 0) watch.heatMapMs = sinceClick;
      if (watch.flameGraphMs === 0 && document.querySelectorAll('.flame-chart g.frame').length > 1)
        watch.flameGraphMs = sinceClick;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
}

export async function readWatch(page: Page): Promise<PageWatch> {
  return await page.evaluate(() => {
    const watch = globalThis.subsecondWatch;
    if (watch === undefined) throw new Error('this page is not watched');
    const read = { ...watch };
    watch.longestTaskMs = 0;
    return read;
  });
}
