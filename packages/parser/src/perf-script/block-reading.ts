/** How far the open sample is read in blocks (stack-blocks.ts), and which blocks it will make known. */
import { NONE } from '@subsecond/profile';

export const MAX_WATCHED = 8;

export interface BlockReading {
  /** The block that the open sample's frames end in, and its stack; both NONE where there is none. */
  block: number;
  stack: number;
  lines: number;
  /** Behind the leaf, a block was looked for. */
  tried: boolean;
  /** Blocks that become known if their lines turn out to be one frame each, and how many frames of the sample stand before each. */
  watchedCount: number;
  readonly watched: Int32Array;
  readonly watchedDepth: Int32Array;
  /** Where the watched lines begin and end, the sample's frames then, and the carriage returns counted before. */
  start: number;
  end: number;
  depth: number;
  carriageReturns: number;
  /** One of the lines was not matched with a known frame, and so may hold any byte. */
  scanned: boolean;
}

export function createBlockReading(): BlockReading {
  return {
    block: NONE,
    stack: NONE,
    lines: 0,
    tried: true,
    watchedCount: 0,
    watched: new Int32Array(MAX_WATCHED),
    watchedDepth: new Int32Array(MAX_WATCHED),
    start: 0,
    end: 0,
    depth: 0,
    carriageReturns: 0,
    scanned: false,
  };
}
