import { expect, test } from 'vitest';
import { isPlainKey } from './plain-key.ts';

const press = { key: 'u', ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target: null };

test('a shortcut is its key alone', () => {
  expect(isPlainKey(press, 'u')).toBe(true);
  expect(isPlainKey(press, 'j')).toBe(false);
  for (const held of ['ctrlKey', 'metaKey', 'altKey', 'defaultPrevented'] as const)
    expect(isPlainKey({ ...press, [held]: true }, 'u'), held).toBe(false);
});
