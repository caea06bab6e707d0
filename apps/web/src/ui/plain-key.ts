interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
  readonly target: EventTarget | null;
}

const TAKES_TEXT =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])';

/** Whether a single-key shortcut is meant: the key alone, not while somebody writes or a dialog is open. */
export function isPlainKey(press: KeyPress, key: string): boolean {
  if (press.key !== key || press.ctrlKey || press.metaKey || press.altKey || press.defaultPrevented) return false;
  if (
    typeof Element !== 'undefined' &&
    press.target instanceof Element &&
    press.target.closest(`${TAKES_TEXT}, dialog, [role=menu]`) !== null
  )
    return false;
  return typeof document === 'undefined' || document.querySelector('dialog[open]') === null;
}
