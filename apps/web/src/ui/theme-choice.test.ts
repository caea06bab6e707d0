import { expect, test } from 'vitest';
import { printThemeCookie, readThemeChoice } from './theme-choice.ts';

test('only the two themes are read from the cookie, all else follows the system', () => {
  expect(['light', 'dark', 'system', '', '"><script>', undefined].map(readThemeChoice)).toEqual([
    'light',
    'dark',
    'system',
    'system',
    'system',
    'system',
  ]);
});

test('choosing the system forgets the cookie', () => {
  expect(printThemeCookie('system')).toContain('Max-Age=0');
  expect(printThemeCookie('dark')).toMatch(/^subsecond-theme=dark; Path=\/; Max-Age=\d{6,}; SameSite=Lax$/);
});
