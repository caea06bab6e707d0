import type { PixelRect } from './layout.ts';

/** All that the map asks of a canvas, in device pixels. Two of them: the real one, and one that writes down what it was asked. */
export interface Renderer {
  /** Also clears. */
  resize(width: number, height: number): void;
  clear(): void;
  fill(rect: PixelRect, colour: string): void;
  /** Makes the rectangle transparent again. */
  erase(rect: PixelRect): void;
  /** Rows of 32-bit RGBA words, replacing what was there. */
  pixels(left: number, top: number, width: number, height: number, words: Uint32Array): void;
  text(text: string, x: number, y: number, style: TextStyle): void;
}

export interface TextStyle {
  readonly colour: string;
  /** Device pixels. */
  readonly size: number;
  readonly family: string;
  readonly align: 'left' | 'center' | 'right';
  readonly baseline: 'top' | 'middle' | 'bottom';
}
