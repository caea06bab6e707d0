/**
 * The map's elements inside its container, and what assistive technology finds there: one focusable region whose keys are
 * its own (`role="application"`), described by a help text, with a polite live region for what is under the cursor.
 *
 *   container ▸ root ▸ base canvas (cells, axes), overlay canvas (selection, hover), surface (pointer and keys), help, live
 */
export interface MapElements {
  readonly root: HTMLElement;
  readonly base: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  /** Exactly over the plot: takes touches there and leaves the rest of the page scrollable. */
  readonly surface: HTMLElement;
  announce(text: string): void;
  release(): void;
}

const HELP =
  'Arrow keys move, Shift with arrow keys extends the selection, Alt switches between a run of time and the same rows in every column. ' +
  'Enter sets the start and then the end. Home and End go to the first and last column, Page Up and Page Down by ten columns. Escape clears.';

const VISUALLY_HIDDEN: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

export function createMapElements(container: HTMLElement, label: string, helpId: string): MapElements {
  const { ownerDocument } = container;
  const root = ownerDocument.createElement('div');
  Object.assign(root.style, { position: 'absolute', inset: '0', overflow: 'hidden' });
  const base = createLayer(ownerDocument);
  const overlay = createLayer(ownerDocument);

  const surface = ownerDocument.createElement('div');
  surface.tabIndex = 0;
  surface.dataset['part'] = 'heat-map-surface';
  surface.setAttribute('role', 'application');
  surface.setAttribute('aria-roledescription', 'heat map');
  surface.setAttribute('aria-label', label);
  surface.setAttribute('aria-describedby', helpId);
  Object.assign(surface.style, {
    position: 'absolute',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'crosshair',
    outlineOffset: '2px',
  });

  const help = ownerDocument.createElement('div');
  help.id = helpId;
  help.textContent = HELP;
  Object.assign(help.style, VISUALLY_HIDDEN);
  const live = ownerDocument.createElement('div');
  live.setAttribute('aria-live', 'polite');
  live.setAttribute('aria-atomic', 'true');
  Object.assign(live.style, VISUALLY_HIDDEN);

  root.append(base, overlay, surface, help, live);
  const hadPosition = container.style.position;
  if (ownerDocument.defaultView?.getComputedStyle(container).position === 'static')
    container.style.position = 'relative';
  container.append(root);
  return {
    root,
    base,
    overlay,
    surface,
    announce(text) {
      live.textContent = text;
    },
    release() {
      root.remove();
      container.style.position = hadPosition;
    },
  };
}

function createLayer(ownerDocument: Document): HTMLCanvasElement {
  const canvas = ownerDocument.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', pointerEvents: 'none' });
  return canvas;
}
