/** RFC 3492, as Rust writes it: `_` before the digits, which are a–z and 0–9. Undefined where it is none. */
export function decodePunycode(basic: string, digits: string): string | undefined {
  const points = Array.from(basic, (character) => character.codePointAt(0) ?? 0);
  let code = 128;
  let at = 0;
  let bias = 72;
  let isFirst = true;
  for (let read = 0; read < digits.length; ) {
    const from = at;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      const digit = digitOf(digits.charAt(read++));
      if (digit === undefined || points.length > 256) return undefined;
      at += digit * weight;
      const threshold = Math.min(26, Math.max(1, k - bias));
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (at > 0x7fff_ffff || weight > 0x7fff_ffff) return undefined;
    }
    const length = points.length + 1;
    bias = adapt(at - from, length, isFirst);
    isFirst = false;
    code += Math.floor(at / length);
    if (code > 0x10_ff_ff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    at %= length;
    points.splice(at, 0, code);
    at++;
  }
  return String.fromCodePoint(...points);
}

function digitOf(character: string): number | undefined {
  if (character >= 'a' && character <= 'z') return character.charCodeAt(0) - 97;
  return character >= '0' && character <= '9' ? character.charCodeAt(0) - 48 + 26 : undefined;
}

function adapt(difference: number, length: number, isFirst: boolean): number {
  let delta = isFirst ? Math.floor(difference / 700) : difference >> 1;
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
  return k + Math.floor((36 * delta) / (delta + 38));
}
