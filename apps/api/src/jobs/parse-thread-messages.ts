import type { ProfileFailure } from '@subsecond/contracts';
import type { ParsedTables } from '../services/ports.ts';

/** Between the event loop and a parse thread. One upload at a time; each message names its upload, because those of a refused one may still be under way. */

export interface ParseThreadLimits {
  readonly maxInflatedBytes: number;
  readonly maxInflationRatio: number;
  readonly maxLineBytes: number;
  readonly maxStackDepth: number;
  readonly maxStrings: number;
  readonly maxStacks: number;
  readonly maxSamples: number;
  readonly maxDocumentBytes: number;
}

export type ToParseThread =
  | { readonly kind: 'begin'; readonly upload: number }
  /** The bytes are transferred, not copied. */
  | { readonly kind: 'chunk'; readonly upload: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly upload: number };

export type FromParseThread = { readonly upload: number } & (
  | /** So many bytes of the upload have been taken; more may be sent. */
  { readonly kind: 'taken'; readonly bytes: number; readonly samples: number }
  | { readonly kind: 'parsed'; readonly tables: ParsedTables }
  | { readonly kind: 'refused'; readonly failure: ProfileFailure }
  /** A bug, or memory that ran out: the thread is not used again. */
  | { readonly kind: 'broken'; readonly name: string; readonly message: string; readonly stack: string }
);
