import { expect, test } from 'vitest';
import { nextMenuItem } from './next-menu-item.ts';

const labels = ['Rename…', 'Pin', 'Replace', 'Delete'];

test('arrows go round, Home and End to the ends', () => {
  expect(nextMenuItem(labels, 0, 'ArrowDown')).toBe(1);
  expect(nextMenuItem(labels, 3, 'ArrowDown')).toBe(0);
  expect(nextMenuItem(labels, 0, 'ArrowUp')).toBe(3);
  expect(nextMenuItem(labels, -1, 'ArrowDown')).toBe(0);
  expect(nextMenuItem(labels, 2, 'Home')).toBe(0);
  expect(nextMenuItem(labels, 0, 'End')).toBe(3);
});

test('a letter goes to the next item that starts with it, round the end', () => {
  expect(nextMenuItem(labels, 0, 'r')).toBe(2);
  expect(nextMenuItem(labels, 2, 'R')).toBe(0);
  expect(nextMenuItem(labels, 0, 'x')).toBeUndefined();
});

test('other keys are left to the page', () => {
  for (const key of ['Enter', ' ', 'Escape', 'Tab', 'Shift']) expect(nextMenuItem(labels, 0, key), key).toBeUndefined();
  expect(nextMenuItem([], -1, 'ArrowDown')).toBeUndefined();
});
