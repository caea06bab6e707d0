import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorsTable, settingsTable } from './settings-table.ts';

const operations = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

// Cure for both: paste the expected table over the one in docs/operations.md.
it('docs/operations.md lists every setting with its default and meaning', () => {
  expect(operations).toContain(settingsTable());
});

it('docs/operations.md lists every error code', () => {
  expect(operations).toContain(errorsTable());
});
