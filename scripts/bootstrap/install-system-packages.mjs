import fs from 'node:fs';
import path from 'node:path';
import { withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';

/** What some tests need besides npm packages, and Debian's package for it. Without one those tests skip, visibly. */
const SYSTEM_PROGRAMS = [
  { programs: ['redis-server'], debianPackage: 'redis-server', usedBy: 'the queue on Redis' },
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    debianPackage: 'chromium',
    usedBy: 'the pages in a browser',
  },
  { programs: ['perf'], debianPackage: 'linux-perf', usedBy: 'recording with perf' },
];

/** Installs what is missing where that is possible (root on Debian), and says what to install where it is not. */
export async function installSystemPackages() {
  const missing = SYSTEM_PROGRAMS.filter(({ programs }) => !programs.some(isOnPath));
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    const failure = await withProgress(`Installing ${packages.join(', ')} with apt-get`, () => aptInstall(packages));
    if (failure !== undefined) process.stderr.write(`${failure}\n`);
  }
  for (const { programs, debianPackage, usedBy } of missing) {
    if (programs.some(isOnPath)) continue;
    process.stderr.write(
      `${programs[0]} is missing: the tests of ${usedBy} will be skipped. Install it (Debian: apt-get install ${debianPackage}) to run them.\n`,
    );
  }
}

/** One at a time, so that one package that this release lacks does not take the others with it. */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const failures = [];
  const update = await runQuietly('apt-get', ['update', '-q'], { env });
  if (update.code !== 0) failures.push(`apt-get update ended with ${update.code}: ${lastLine(update.output)}`);
  for (const name of packages) {
    const { code, output } = await runQuietly('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], {
      env,
    });
    if (code !== 0) failures.push(`apt-get install ${name} ended with ${code}: ${lastLine(output)}`);
  }
  return failures.length === 0 ? undefined : failures.join('\n');
}

function lastLine(output) {
  return output.trim().split('\n').at(-1);
}

function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => folder !== '' && fs.existsSync(path.join(folder, program)));
}
