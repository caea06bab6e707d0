import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const repositoryRoot = path.resolve(import.meta.dirname, '../..');

function migrate(settings: Record<string, string>) {
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  return spawnSync(process.execPath, ['scripts/migrate.ts'], { cwd: repositoryRoot, encoding: 'utf8', env });
}

describe('scripts/migrate.ts, as the image runs it', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.release());

  it('ends well on a schema that is up to date, and says so', () => {
    const { status, stdout, stderr } = migrate({ DATABASE_OWNER_URL: database.ownerUrl });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('The schema is up to date.\n');
  });

  it('names the setting it lacks', () => {
    const { status, stderr } = migrate({});
    expect(status).toBe(1);
    expect(stderr).toContain('Set it to the database as its owner');
  });
});
