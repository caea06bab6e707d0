// `npm run check`: everything that is not a test, in the order of how fast it answers.
import path from 'node:path';
import { repositoryRoot } from './rooms.ts';
import { runProgram } from './run-program.ts';

const CHECKS = ['lint.ts', 'check-imports.ts', 'check-names.ts', 'check-ratchet.ts', 'check-docs.ts', 'check-types.ts'];

let failed = 0;
for (const check of CHECKS) {
  const { code, output } = await runProgram(process.execPath, [path.join('scripts', check)], { cwd: repositoryRoot });
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check}`);
  if (code !== 0) {
    failed++;
    console.log(output);
  }
}
console.log(`${CHECKS.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
