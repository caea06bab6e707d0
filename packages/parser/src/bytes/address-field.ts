/**
 * Is this perf's `%16lx`: sixteen bytes, blanks first, then lower-case hex digits to the end, at least one? Four bytes at a
 * time, because every frame line begins with one.
 *
 *   word       '8' '2' '1' 'f'   38 32 31 66
 *   letters    bit 6 of a byte   00 00 00 40      set in a–f, clear in 0–9
 *   folded     a–f behind 9      38 32 31 3f      letter bytes less 0x27: all digits are 0x30–0x3f now
 */

const BLANKS = 0x20202020;
/** `ffff`: the kernel's half of the addresses. */
const ALL_ONES = 0x66666666;

export function isAddressField(view: DataView, at: number): boolean {
  const first = view.getInt32(at, true);
  const second = view.getInt32(at + 4, true);
  const third = view.getInt32(at + 8, true);
  const fourth = view.getInt32(at + 12, true);
  if (isHexWord(fourth) && isHexWord(third)) {
    if (second === ALL_ONES && first === ALL_ONES) return true;
    if (first === BLANKS && isHexWord(second)) return true;
  }
  if (!isHexWord(fourth) && !isPaddedWord(fourth, first === BLANKS && second === BLANKS && third === BLANKS))
    return false;
  if (third === BLANKS) return first === BLANKS && second === BLANKS;
  if (!isHexWord(fourth)) return false;
  if (!isHexWord(third) && !isPaddedWord(third, first === BLANKS && second === BLANKS)) return false;
  if (second === BLANKS) return first === BLANKS;
  if (!isHexWord(third)) return false;
  if (!isHexWord(second) && !isPaddedWord(second, first === BLANKS)) return false;
  if (first === BLANKS) return true;
  return isHexWord(second) && (isHexWord(first) || isPaddedWord(first, true));
}

function isHexWord(word: number): boolean {
  const letters = word & 0x40404040;
  const folded = (word - Math.imul(letters >>> 6, 0x27)) | 0;
  // 0x40–0x5f also have bit 6 set, but not bit 5.
  if ((word & 0x20202020) !== 0x20202020 || (folded & 0xf0f0f0f0) !== 0x30303030) return false;
  // A letter must have become ten or more, a digit must not have been.
  return ((folded + 0x06060606) & 0x40404040) === letters;
}

/** One to three blanks, then digits; `allowed` says that only blanks stand before it. */
function isPaddedWord(word: number, allowed: boolean): boolean {
  if (!allowed || (word & 0xff) !== 0x20) return false;
  const zero = (word & 0xff00) === 0x2000 ? ((word & 0xff0000) === 0x200000 ? 0x101010 : 0x1010) : 0x10;
  // A blank less than a zero digit is 0x10 away.
  return isHexWord(word | zero);
}
