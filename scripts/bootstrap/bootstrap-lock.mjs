import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Held by one process at a time while it installs or builds, so that two commands started at once don't write into one folder. */
export async function withBootstrapLock(root, work) {
  const lockFile = path.join(root, '.cache', 'bootstrap.lock');
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  let saidSo = false;
  while (!tryLock(lockFile)) {
    if (!saidSo) process.stderr.write('Waiting for another command that is installing or building here …\n');
    saidSo = true;
    await sleep(200);
  }
  const release = () => fs.rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock(lockFile) {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (holderIsGone(lockFile)) fs.rmSync(lockFile, { force: true });
  return false;
}

function holderIsGone(lockFile) {
  const holder = Number(readIfThere(lockFile));
  // 0: the holder has created the file and not yet written its id.
  if (!Number.isInteger(holder) || holder <= 0) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
