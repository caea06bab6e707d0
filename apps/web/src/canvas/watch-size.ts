/** Size of an element in device pixels, as the browser itself rounds it, and what a device pixel is. */
export interface DeviceSize {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Reports now-or-soon and after every change of size, zoom or screen. Returns its release. */
export function watchDeviceSize(element: HTMLElement, onSize: (size: DeviceSize) => void): () => void {
  const view = element.ownerDocument.defaultView;
  if (view === null) throw new Error('watchDeviceSize: the element is in no window');
  let last: DeviceSize = { width: 0, height: 0, pixelRatio: 0 };
  const report = (width: number, height: number): void => {
    const pixelRatio = view.devicePixelRatio;
    if (width === last.width && height === last.height && pixelRatio === last.pixelRatio) return;
    last = { width, height, pixelRatio };
    onSize(last);
  };
  const measure = (): void => {
    const box = element.getBoundingClientRect();
    report(Math.round(box.width * view.devicePixelRatio), Math.round(box.height * view.devicePixelRatio));
  };
  const observer = new view.ResizeObserver((entries) => {
    const entry = entries.at(-1);
    const size = entry?.devicePixelContentBoxSize?.[0];
    // Safari has no device-pixel box, and under an emulated pixel ratio Chromium gives it in other pixels: then the CSS box is rounded.
    if (
      size === undefined ||
      entry === undefined ||
      Math.abs(size.inlineSize / view.devicePixelRatio - entry.contentRect.width) > 1
    )
      measure();
    else report(size.inlineSize, size.blockSize);
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }

  let query: MediaQueryList | undefined;
  const watchRatio = (): void => {
    query?.removeEventListener('change', watchRatio);
    query = view.matchMedia(`(resolution: ${view.devicePixelRatio}dppx)`);
    query.addEventListener('change', watchRatio);
    measure();
  };
  watchRatio();
  return () => {
    observer.disconnect();
    query?.removeEventListener('change', watchRatio);
  };
}
