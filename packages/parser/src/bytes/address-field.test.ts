import { expect, test } from 'vitest';
import { isAddressField } from './address-field.ts';

test('agrees with its regular expression for every byte at every place', () => {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (const field of [
    '0123456789abcdef',
    '       789abcdef',
    '             def',
    '               f',
    '                ',
    'ffffffff813aa3e5',
  ]) {
    for (let at = 0; at < 16; at++) {
      for (let byte = 0; byte < 256; byte++) {
        for (let i = 0; i < 16; i++) bytes[i] = field.charCodeAt(i);
        bytes[at] = byte;
        const text = String.fromCharCode(...bytes);
        expect(isAddressField(view, 0) === /^ *[0-9a-f]+$/.test(text) || text, text).toBe(true);
      }
    }
  }
});
