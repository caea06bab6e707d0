import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const repositoryRoot = path.resolve(import.meta.dirname, '../..');

function migrate(settings: Record<string, string>) {
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  return spawnSync(process.execPath, ['apps/api/src/migrate-main.ts'], { cwd: repositoryRoot, encoding: 'utf8', env });
}

describe('apps/api/src/migrate-main.ts, as the image runs it', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.release());

  it('ends well on a schema that is up to date, and says so', () => {
    const { status, stdout, stderr } = migrate({ DATABASE_OWNER_URL: database.ownerUrl });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('The database is up to date.\n');
  });

  it('names the setting it lacks', () => {
    const { status, stderr } = migrate({});
    expect(status).toBe(1);
    expect(stderr).toContain('Set it, or DATABASE_URL');
  });
});
