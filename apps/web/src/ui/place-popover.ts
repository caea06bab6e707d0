export type PopoverSide = 'top' | 'bottom';
export type PopoverAlign = 'start' | 'center' | 'end';

/** CSS pixels in the viewport. */
export interface ViewportBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 6;
const MARGIN = 8;

/** Where a popover goes: beside its anchor, on the other side where there is no room, and never off the screen. */
export function placePopover(
  anchor: ViewportBox,
  popover: Pick<ViewportBox, 'width' | 'height'>,
  viewport: Pick<ViewportBox, 'width' | 'height'>,
  side: PopoverSide,
  align: PopoverAlign,
): { readonly left: number; readonly top: number } {
  const above = anchor.top - GAP - popover.height;
  const below = anchor.top + anchor.height + GAP;
  const fitsAbove = above >= MARGIN;
  const fitsBelow = below + popover.height <= viewport.height - MARGIN;
  const goesBelow = side === 'bottom' ? fitsBelow || !fitsAbove : !fitsAbove && fitsBelow;

  const slack = popover.width - anchor.width;
  const shift = align === 'start' ? 0 : align === 'center' ? slack / 2 : slack;
  const rightmost = viewport.width - MARGIN - popover.width;
  return {
    left: Math.round(Math.max(MARGIN, Math.min(rightmost, anchor.left - shift))),
    top: Math.round(Math.max(MARGIN, goesBelow ? below : above)),
  };
}

/** Moves an open popover to its anchor. */
export function movePopover(popover: HTMLElement, anchor: Element, side: PopoverSide, align: PopoverAlign): void {
  const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const { left, top } = placePopover(
    anchor.getBoundingClientRect(),
    popover.getBoundingClientRect(),
    viewport,
    side,
    align,
  );
  popover.style.left = `${left}px`;
  popover.style.top = `${top}px`;
}
