import { expect, it } from 'vitest';
import { visibleName } from './visible-name.ts';

it('what turns the direction of text is shown as what it is', () => {
  expect(visibleName('\u202eevil')).toBe('\\u202eevil');
  expect(visibleName('a\u2066b\u2069\u200f\u061c')).toBe('a\\u2066b\\u2069\\u200f\\u061c');
});

it('other names stay as they are', () => {
  for (const name of ['main', 'שלום', 'std::vector<int>::push_back', 'C:\\u202e', '名前'])
    expect(visibleName(name)).toBe(name);
});
