import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * A vitest reporter that ends a run with every skipped test and why it was skipped (`ctx.skip('reason')`, or the
 * reason in the test's or suite's name), and, where TEST_SUMMARY_FILE is set, writes the counts there for CI.
 */
export default function createTestReport(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
      const skipped: string[] = [];
      for (const module of modules) {
        counts.failed += failedToLoad(module);
        for (const test of module.children.allTests()) {
          const result = test.result();
          if (result.state === 'passed') counts.passed++;
          else if (result.state === 'failed') counts.failed++;
          else {
            counts.skipped++;
            const reason = result.state === 'skipped' ? result.note : undefined;
            skipped.push(`  ${module.relativeModuleId} › ${test.fullName}${reason === undefined ? '' : `: ${reason}`}`);
          }
        }
      }
      if (skipped.length > 0) process.stdout.write(`\nSkipped (${skipped.length}):\n${skipped.join('\n')}\n`);
      const summaryFile = process.env['TEST_SUMMARY_FILE'];
      if (summaryFile !== undefined) writeFileSync(summaryFile, JSON.stringify(counts));
    },
  };
}

/** A file that can't even be imported has no tests that could fail; suites' hooks fail outside tests as well. */
function failedToLoad(module: TestModule): number {
  return (
    module.errors().length + [...module.children.allSuites()].reduce((sum, suite) => sum + suite.errors().length, 0)
  );
}
