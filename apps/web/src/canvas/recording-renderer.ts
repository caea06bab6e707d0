import type { PixelRect } from './layout.ts';
import type { Renderer, TextStyle } from './renderer.ts';

export type DrawnThing =
  | { readonly kind: 'resize'; readonly width: number; readonly height: number }
  | { readonly kind: 'clear' }
  | { readonly kind: 'fill'; readonly rect: PixelRect; readonly colour: string }
  | { readonly kind: 'erase'; readonly rect: PixelRect }
  | {
      readonly kind: 'pixels';
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
      readonly words: Uint32Array;
    }
  | { readonly kind: 'text'; readonly text: string; readonly x: number; readonly y: number; readonly style: TextStyle };

/** For tests: keeps what was drawn, in order. */
export function createRecordingRenderer(): Renderer & { readonly drawn: DrawnThing[] } {
  const drawn: DrawnThing[] = [];
  return {
    drawn,
    resize: (width, height) => drawn.push({ kind: 'resize', width, height }),
    clear: () => drawn.push({ kind: 'clear' }),
    fill: (rect, colour) => drawn.push({ kind: 'fill', rect, colour }),
    erase: (rect) => drawn.push({ kind: 'erase', rect }),
    pixels: (left, top, width, height, words) => drawn.push({ kind: 'pixels', left, top, width, height, words }),
    text: (text, x, y, style) => drawn.push({ kind: 'text', text, x, y, style }),
  };
}
