import type { Renderer } from './renderer.ts';

export function createCanvasRenderer(canvas: HTMLCanvasElement): Renderer {
  const context = canvas.getContext('2d');
  if (context === null)
    throw new Error('createCanvasRenderer: this browser gave no 2d context; too many canvases are open?');
  return {
    resize(width, height) {
      canvas.width = width;
      canvas.height = height;
    },
    clear() {
      context.clearRect(0, 0, canvas.width, canvas.height);
    },
    fill(rect, colour) {
      context.fillStyle = colour;
      context.fillRect(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top);
    },
    erase(rect) {
      context.clearRect(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top);
    },
    pixels(left, top, width, height, words) {
      if (width === 0 || height === 0) return;
      const image = context.createImageData(width, height);
      new Uint32Array(image.data.buffer).set(words);
      context.putImageData(image, left, top);
    },
    text(text, x, y, style) {
      context.font = `${style.size}px ${style.family}`;
      context.fillStyle = style.colour;
      context.textAlign = style.align;
      context.textBaseline = style.baseline;
      context.fillText(text, x, y);
    },
  };
}
