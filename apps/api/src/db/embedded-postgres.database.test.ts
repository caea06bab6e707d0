import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from './embedded/launcher-claim.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { runStatement } from './run-statement.ts';

let directory: string;
let running: EmbeddedPostgres[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'subsecond-embedded-'));
  chmodSync(directory, 0o711);
});

afterEach(async () => {
  for (const server of running.reverse()) await server.release();
  running = [];
  rmSync(directory, { recursive: true, force: true });
});

async function start(dataDirectory = directory): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory });
  running.push(server);
  return server;
}

async function stop(server: EmbeddedPostgres): Promise<void> {
  running = running.filter((other) => other !== server);
  await server.release();
}

const postmasterPid = ({ home }: EmbeddedPostgres): number =>
  Number(readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** A launcher of its own that is killed as soon as its server runs. */
async function startAndKill(): Promise<void> {
  const launcher = fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url));
  const program = `import { startEmbeddedPostgres } from ${JSON.stringify(launcher)};
    await startEmbeddedPostgres({ dataDirectory: ${JSON.stringify(directory)} });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const signal = await new Promise((resolve) => child.once('close', (_code, name) => resolve(name)));
  expect(signal).toBe('SIGKILL');
}

describe('the embedded Postgres', () => {
  it('keeps what was committed from one start to the next, flushes, listens on no network, and hides its passwords', async () => {
    const first = await start();
    await runStatement(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    expect(await runStatement(first.databaseUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await runStatement(first.databaseUrl, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    await stop(first);
    const second = await start();
    expect(await runStatement(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(statSync(join(second.home, 'credentials.json')).mode & 0o777).toBe(0o600);
  });

  it('takes over the server that a killed launcher left behind', async () => {
    await startAndKill();
    const left = Number(readFileSync(join(directory, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    expect(processStart(left)).not.toBe('');
    const adopted = await start();
    expect(postmasterPid(adopted)).toBe(left);
    expect(await runStatement(adopted.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop(adopted);
    expect(processStart(left)).toBe('');
  });

  it('starts after the server itself was killed, and after a stale pid file', async () => {
    const first = await start();
    const pid = postmasterPid(first);
    await runStatement(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(pid, 'SIGKILL');
    await stop(first);
    expect(existsSync(join(first.home, 'cluster', 'postmaster.pid'))).toBe(true);
    const second = await start();
    expect(await runStatement(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('begins again where initdb was cut short', async () => {
    mkdirSync(join(directory, 'cluster.new', 'base'), { recursive: true });
    writeFileSync(join(directory, 'cluster.new', 'PG_VERSION'), '18\n');
    const server = await start();
    expect(await runStatement(server.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(directory, 'cluster.new'))).toBe(false);
  });

  it('refuses a data directory that a living process uses, and names it', async () => {
    await start();
    await expect(startEmbeddedPostgres({ dataDirectory: directory })).rejects.toThrow(
      new RegExp(`in use by process ${process.pid}`),
    );
  });

  it('refuses data of another major version, and says what to do', async () => {
    const server = await start();
    await stop(server);
    writeFileSync(join(server.home, 'cluster', 'PG_VERSION'), '17\n');
    await expect(startEmbeddedPostgres({ dataDirectory: directory })).rejects.toThrow(
      /written by Postgres 17, and this is Postgres 18\. Start the release/,
    );
    writeFileSync(join(server.home, 'cluster', 'PG_VERSION'), '18\n');
  });

  it('says why it did not start', async () => {
    const server = await start();
    await stop(server);
    writeFileSync(join(server.home, 'cluster', 'postgresql.conf'), 'nonsense_setting = 3\n');
    await expect(startEmbeddedPostgres({ dataDirectory: directory })).rejects.toThrow(/nonsense_setting/);
  });

  it.runIf(process.getuid?.() === 0)(
    'keeps its data elsewhere, and says where, when only root can reach the directory',
    async () => {
      chmodSync(directory, 0o700);
      const server = await start(join(directory, 'data'));
      try {
        expect(server.home).not.toContain(directory);
        expect(server.notes.join()).toContain(server.home);
        expect(await runStatement(server.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      } finally {
        await stop(server);
        rmSync(server.home, { recursive: true });
      }
    },
  );

  it.runIf(process.getuid?.() === 0)('refuses a user without a name', async () => {
    const launcher = fileURLToPath(new URL('./embedded/server-account.ts', import.meta.url));
    const program = `import { chooseServerAccount } from ${JSON.stringify(launcher)}; process.setuid(54321); chooseServerAccount(undefined);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    expect(output).toMatch(/uid 54321 has no entry in \/etc\/passwd\. Add one/);
  });
});
