import { expect, test } from 'vitest';
import { placePopover } from './place-popover.ts';

const viewport = { width: 400, height: 300 };
const popover = { width: 100, height: 50 };
const anchorAt = (left: number, top: number) => ({ left, top, width: 40, height: 20 });

test('a popover stands below its anchor, aligned as asked', () => {
  expect(placePopover(anchorAt(200, 100), popover, viewport, 'bottom', 'start')).toEqual({ left: 200, top: 126 });
  expect(placePopover(anchorAt(200, 100), popover, viewport, 'bottom', 'center')).toEqual({ left: 170, top: 126 });
  expect(placePopover(anchorAt(200, 100), popover, viewport, 'bottom', 'end')).toEqual({ left: 140, top: 126 });
});

test('without room on its side it goes to the other, unless there is none either', () => {
  expect(placePopover(anchorAt(200, 260), popover, viewport, 'bottom', 'start').top).toBe(204);
  expect(placePopover(anchorAt(200, 10), popover, viewport, 'top', 'start').top).toBe(36);
  expect(placePopover(anchorAt(200, 20), popover, { width: 400, height: 60 }, 'bottom', 'start').top).toBe(46);
});

test('it never leaves the screen at the side', () => {
  expect(placePopover(anchorAt(0, 100), popover, viewport, 'bottom', 'end').left).toBe(8);
  expect(placePopover(anchorAt(380, 100), popover, viewport, 'bottom', 'start').left).toBe(292);
  expect(placePopover(anchorAt(0, 100), { width: 500, height: 10 }, viewport, 'bottom', 'start').left).toBe(8);
});
