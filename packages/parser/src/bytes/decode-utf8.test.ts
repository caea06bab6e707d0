import { expect, test } from 'vitest';
import { decodeUtf8 } from './decode-utf8.ts';

function decode(...bytes: number[]) {
  return decodeUtf8(Uint8Array.from(bytes), 0, bytes.length);
}

test('reads one to four bytes a character', () => {
  expect(decode(0x61, 0xc3, 0xa9, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0x94, 0xa5)).toEqual({ text: 'aé中🔥', repaired: 0 });
});

test('puts U+FFFD for bytes that are no UTF-8, overlong forms and surrogates among them', () => {
  expect(decode(0x61, 0xe9)).toEqual({ text: 'a\ufffd', repaired: 1 });
  expect(decode(0xc0, 0x80).repaired).toBe(2);
  expect(decode(0xed, 0xa0, 0x80).repaired).toBe(3);
  expect(decode(0xf4, 0x90, 0x80, 0x80).repaired).toBe(4);
});

test('reads a text longer than one call takes', () => {
  const bytes = new Uint8Array(300_000).fill(0x61);
  bytes[299_999] = 0xff;
  const { text, repaired } = decodeUtf8(bytes, 0, bytes.length);
  expect([text.length, repaired]).toEqual([300_000, 1]);
});
