import { NONE, type Profile } from '@subsecond/profile';

/**
 * What would be written is more than a reader could hold, or this machine. Some million samples of ordinary stacks pass; stacks
 * may legally be 65,536 frames deep, and then some thousand samples are too many.
 */
export class ExportTooLargeError extends Error {
  override readonly name = 'ExportTooLargeError';
}

/** Per stack: its frames. */
export function stackDepths({ stacks }: Profile): Int32Array {
  const depths = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const prefix = stacks.prefix[stack];
    depths[stack] = prefix === NONE ? 1 : depths[prefix] + 1;
  }
  return depths;
}

/** Throws before anything is written. `stacks`: one for every time that a whole stack is written. */
export function assertFramesAtMost(depths: Int32Array, stacks: Iterable<number>, maxFrames: number): void {
  let frames = 0;
  for (const stack of stacks) if (stack !== NONE) frames += depths[stack];
  if (frames > maxFrames)
    throw new ExportTooLargeError(`${frames} frames of all stacks would be written, and ${maxFrames} at most may be`);
}
