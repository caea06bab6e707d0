import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withBootstrapLock } from './bootstrap-lock.mjs';
import { inputHash, stampMatches, writeStamp } from './input-hash.mjs';
import { BootstrapError, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';

/** Fetched by npx for the one command: nothing has to be installed beforehand, and corepack is not asked. */
const PNPM = 'pnpm@12.21.0';

/** Installs the dependencies, unless a stamp in node_modules says that these very ones are there. */
export async function ensureDependencies(root) {
  const stampFile = path.join(root, 'node_modules', '.subsecond-installed');
  const wanted = () => inputHash(root, dependencyInputs(root), `${process.platform}-${process.arch}`);
  if (stampMatches(stampFile, wanted())) return;
  await withBootstrapLock(root, async () => {
    const hash = wanted();
    if (stampMatches(stampFile, hash)) return;
    await withProgress('Installing dependencies', () => install(root));
    writeStamp(stampFile, hash);
  });
}

function dependencyInputs(root) {
  const rooms = ['packages', 'apps'].flatMap((folder) =>
    fs.readdirSync(path.join(root, folder)).map((room) => `${folder}/${room}/package.json`),
  );
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', '.npmrc', ...rooms.sort()];
}

async function install(root) {
  const env = { ...process.env, CI: 'true' };
  // Without a home npm has no place for its cache.
  if (!env.HOME) env.HOME = fs.mkdtempSync(path.join(os.tmpdir(), 'subsecond-home-'));
  let result;
  try {
    result = await runQuietly('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], { cwd: root, env });
  } catch (error) {
    throw new BootstrapError(
      `npx could not be run (${error.message}).\nInstall npm 9 or newer beside Node and run the command again.`,
    );
  }
  if (result.code !== 0) throw new BootstrapError(explainFailure(result.output));
}

/** What npx and pnpm printed, and what to do about it. */
export function explainFailure(output) {
  const said = output.trim().split('\n').slice(-25).join('\n');
  return `${said}\n\nThe dependencies could not be installed. ${cureOf(output)}`;
}

function cureOf(output) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|network|dns error|error sending request/i.test(
      output,
    )
  ) {
    return 'The npm registry was not reached.\nCheck the network (or set HTTPS_PROXY, or `npm config set registry URL` for a mirror) and run the command again; it goes on where it stopped.';
  }
  if (/OUTDATED_LOCKFILE|frozen-lockfile/i.test(output)) {
    return `pnpm-lock.yaml does not match a package.json.\nRun \`npx -y ${PNPM} install\` and commit pnpm-lock.yaml together with the package.json.`;
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: about 1.5 GB are needed.';
  return `Run \`npx -y ${PNPM} install --frozen-lockfile\` to see all of its output.`;
}
