import { defineConfig } from 'vitest/config';

/** Tests that start servers, databases and browsers share the machine; each of these groups runs when the one before is done. */
const UNIT = 0;
const INTEGRATION = 1;
const E2E = 2;

export default defineConfig({
  test: {
    reporters: ['default', './scripts/test-report.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'apps/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'test/support/**/*.test.ts',
            'test/bench/**/*.test.ts',
            'examples/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/*.database.test.ts'],
          testTimeout: 20_000,
          sequence: { groupOrder: UNIT },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'apps/api/src/**/*.database.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: INTEGRATION },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: E2E },
        },
      },
    ],
  },
});
