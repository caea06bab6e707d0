import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';

// A launcher that starts a program which writes down every signal it hears, and ends at the first with code 7.

let folder: string;
let heard: string;
let launcher: ChildProcess;

const PROGRAM = `
const fs = require('node:fs');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  fs.appendFileSync(process.argv[2], signal + '\\n');
  setTimeout(() => process.exit(7), 400);
});
setInterval(() => {}, 1000);
fs.writeFileSync(process.argv[2], process.pid + '\\n');
`;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'subsecond-run-child-'));
  heard = path.join(folder, 'heard');
  writeFileSync(path.join(folder, 'program.cjs'), PROGRAM);
  const run = `import { runInForeground } from ${JSON.stringify(path.join(import.meta.dirname, 'run-child.mjs'))};
    const guard = ${JSON.stringify(path.join(import.meta.dirname, 'leave-with-parent.mjs'))};
    process.exitCode = await runInForeground(process.execPath, ['--import', guard, ${JSON.stringify(path.join(folder, 'program.cjs'))}, ${JSON.stringify(heard)}]);`;
  launcher = spawn(process.execPath, ['--input-type=module', '-e', run], { env: { PATH: process.env['PATH'] } });
  await untilLines(1);
});

afterEach(() => {
  launcher.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function lines(): string[] {
  try {
    return readFileSync(heard, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

async function untilLines(count: number): Promise<void> {
  for (let i = 0; i < 200 && lines().length < count; i++) await sleep(50);
  expect(lines().length).toBeGreaterThanOrEqual(count);
}

const exited = () => new Promise<number | null>((resolve) => launcher.once('exit', resolve));

it('passes a key press on once, though terminal and npm both deliver it, and ends with the code of the program', async () => {
  const end = exited();
  launcher.kill('SIGINT');
  await sleep(50);
  launcher.kill('SIGINT');
  expect(await end).toBe(7);
  expect(lines().slice(1)).toEqual(['SIGINT']);
});

it('tells the program to stop when it is killed itself', async () => {
  const end = exited();
  launcher.kill('SIGKILL');
  await end;
  await untilLines(2);
  expect(lines().slice(1)).toEqual(['SIGTERM']);
});
