import type { ProfileFailure } from '@subsecond/contracts';
import type { ParsedTables } from '../services/ports.ts';

/** Between the event loop and a parse thread. One upload at a time; `chunk` and `end` belong to the upload begun last. */

export interface ParseThreadLimits {
  readonly maxInflatedBytes: number;
  readonly maxInflationRatio: number;
  readonly maxLineBytes: number;
  readonly maxStackDepth: number;
  readonly maxStrings: number;
  readonly maxStacks: number;
  readonly maxSamples: number;
}

export type ToParseThread =
  | { readonly kind: 'begin' }
  /** The bytes are transferred, not copied. */
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  /** The upload could not be read to its end. */
  | { readonly kind: 'abandon' };

export type FromParseThread =
  /** So many bytes of the upload have been taken; more may be sent. */
  | { readonly kind: 'taken'; readonly bytes: number; readonly samples: number }
  | { readonly kind: 'parsed'; readonly tables: ParsedTables }
  | { readonly kind: 'refused'; readonly failure: ProfileFailure }
  | { readonly kind: 'abandoned' }
  /** A bug, or memory that ran out: the thread is not used again. */
  | { readonly kind: 'broken'; readonly name: string; readonly message: string; readonly stack: string };
