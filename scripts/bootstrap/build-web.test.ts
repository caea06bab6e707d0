import { expect, it } from 'vitest';
import { repositoryRoot } from '../rooms.ts';
import { webInputs } from './build-web.mjs';

it('the pages are built anew when a package changes that they depend on, and not for the parser', () => {
  const inputs = webInputs(repositoryRoot);
  expect(inputs).toEqual(
    expect.arrayContaining(['apps/web', 'packages/contracts', 'packages/profile', 'pnpm-lock.yaml']),
  );
  expect(inputs).not.toContain('packages/parser');
});
