import { FrameKind } from '@subsecond/profile';

/**
 * A frame's colour says its kind; a function has the same colour wherever it is drawn. Within a kind the name moves the
 * colour a little towards the panel, in one of a few fixed steps, so that neighbours can be told apart. Towards the
 * panel and never away from it: that way the label's contrast can only grow, in both themes.
 *
 * Colours are CSS expressions over the theme's tokens, so a change of theme needs no redraw.
 */

/** Kinds of the flame graph that are no frames. */
export const COMM_KIND = 6;
export const ROOT_KIND = 7;

const KINDS: Readonly<Record<number, { readonly token: string; readonly words: string }>> = {
  [FrameKind.user]: { token: '--k-user', words: 'program' },
  [FrameKind.kernel]: { token: '--k-kernel', words: 'kernel' },
  [FrameKind.library]: { token: '--k-library', words: 'library' },
  [FrameKind.jit]: { token: '--k-jit', words: 'JIT' },
  [FrameKind.inlined]: { token: '--k-inlined', words: 'inlined' },
  [FrameKind.interpreter]: { token: '--k-interpreter', words: 'interpreter' },
  [FrameKind.unresolved]: { token: '--k-unresolved', words: 'unresolved' },
  [COMM_KIND]: { token: '--k-comm', words: 'thread name' },
  [ROOT_KIND]: { token: '--k-root', words: 'all' },
};

const UNKNOWN_KIND = { token: '--k-unresolved', words: 'unknown kind' };

/** Of 30 % at most: further away a kind would no longer be recognised. */
const STEPS = [0, 6, 12, 18, 24, 30] as const;

export function frameColor(name: string, kind: number): string {
  const { token } = KINDS[kind] ?? UNKNOWN_KIND;
  const step = kind === ROOT_KIND || kind === FrameKind.unresolved ? 0 : (STEPS[nameHash(name) % STEPS.length] ?? 0);
  return step === 0 ? `var(${token})` : `color-mix(in oklab, var(${token}), var(--panel) ${step}%)`;
}

/** Of the kind itself, for legends. */
export function kindColor(kind: number): string {
  return `var(${(KINDS[kind] ?? UNKNOWN_KIND).token})`;
}

export function kindWords(kind: number): string {
  return (KINDS[kind] ?? UNKNOWN_KIND).words;
}

/** The legend's order: what frames can be, outermost first. */
export const LEGEND_KINDS: readonly number[] = [
  COMM_KIND,
  FrameKind.user,
  FrameKind.library,
  FrameKind.jit,
  FrameKind.inlined,
  FrameKind.interpreter,
  FrameKind.kernel,
  FrameKind.unresolved,
];

/** FNV-1a, 32 bits: spreads names that differ in one letter. */
function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
