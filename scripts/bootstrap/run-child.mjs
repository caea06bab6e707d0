import { spawn } from 'node:child_process';
import os from 'node:os';

/** A signal that comes again within this time is the same key press, delivered by both the terminal and npm. */
const SAME_PRESS_MS = 1000;

/** Runs a program to its end, keeping what it prints. Resolves with its exit code and the last of its output. */
export function runQuietly(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + signalNumber(signal), output }));
  });
}

/**
 * Runs a program on this terminal until it ends; resolves with its exit code.
 *
 * Ctrl-C reaches every process of the terminal's foreground group, and npm passes it on a second time. The child
 * therefore gets a group of its own and hears of each key press once, through us. So that it can't outlive us
 * (kill -9, a closed terminal) it holds an IPC channel and ends when that closes: see `leave-with-parent.mjs`. And we
 * don't outlive the npm that runs us: npm passes signals on, except when it is killed.
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: true });
    const lastForwarded = new Map();
    const forward = (signal) => {
      const now = Date.now();
      if (now - (lastForwarded.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_PRESS_MS) return;
      lastForwarded.set(signal, now);
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    const watchNpm = process.env.npm_lifecycle_event ? watchParent(() => forward('SIGTERM')) : undefined;
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watchNpm);
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, forward);
      resolve(code ?? 128 + signalNumber(signal));
    });
  });
}

function watchParent(whenGone) {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) whenGone();
  }, SAME_PRESS_MS).unref();
}

function signalNumber(signal) {
  return os.constants.signals[signal] ?? 1;
}
