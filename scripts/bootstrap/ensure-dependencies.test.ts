import { expect, it } from 'vitest';
import { explainFailure } from './ensure-dependencies.mjs';

it.each([
  [
    'npm error code ENOTFOUND\nnpm error network request to https://registry.npmjs.org/pnpm failed',
    'Check the network',
  ],
  [' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', 'commit pnpm-lock.yaml'],
  ['ENOSPC: no space left on device', 'The disk is full'],
  ['something else', 'to see all of its output'],
])('a failed installation names its cure: %s', (output, cure) => {
  expect(explainFailure(output)).toContain(output.trim());
  expect(explainFailure(output)).toContain(cure);
});
