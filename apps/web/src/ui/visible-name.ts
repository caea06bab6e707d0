/**
 * Characters that turn the direction of text: a function called `U+202E live` would be drawn as `evil`. They are shown
 * as what they are. Letters of languages that are written from right to left are no such characters, and stay.
 */
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** What a recording calls something, as it may be shown. */
export function visibleName(name: string): string {
  return name.replace(
    DIRECTION_CONTROLS,
    (control) => `\\u${(control.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
