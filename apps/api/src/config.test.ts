import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, requiresAdminToken, SETTINGS } from './config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('needs no setting at all', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '.data',
      publicUrl: undefined,
      adminToken: undefined,
      trustedProxies: [],
      maxUploadBytes: 2 ** 31,
      maxParseSeconds: 900,
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', SUBSECOND_ADMIN_TOKEN: '' })).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
      adminToken: undefined,
    });
  });

  it('lists every problem at once, each with its name, its value and its cure', () => {
    const problems = problemsOf({
      PORT: 'http',
      SUBSECOND_MAX_UPLOAD_BYTES: '2 elephants',
      PUBLIC_URL: 'subsecond.example',
    });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('PORT is "http"');
    expect(problems[0]).toContain('PORT=3000');
    expect(problems.join()).toContain('2GiB');
    expect(problems.join()).toContain('PUBLIC_URL=https://');
  });

  it('reads sizes with their units', () => {
    expect(
      readConfig({
        SUBSECOND_MAX_UPLOAD_BYTES: '1.5GiB',
        SUBSECOND_MAX_LINE_BYTES: '64k',
        SUBSECOND_MAX_INFLATED_BYTES: '1000',
      }),
    ).toMatchObject({ maxUploadBytes: 1.5 * 2 ** 30, maxLineBytes: 65_536, maxInflatedBytes: 1000 });
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'build-host'])(
    'refuses HOST=%s without an admin token and names the cure',
    (HOST) => {
      expect(problemsOf({ HOST }).join()).toContain('SUBSECOND_ADMIN_TOKEN');
      expect(problemsOf({ HOST, SUBSECOND_ADMIN_TOKEN: 'x'.repeat(32) })).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '127.0.0.9', '::1', 'localhost'])('takes HOST=%s without one', (HOST) => {
    expect(problemsOf({ HOST })).toEqual([]);
  });

  it.each(['abc', '10.0.0.1/33', '10.0.0', '::1/129', '10.0.0.1/8/8', '10.0.0.1 10.0.0.2', 'proxy'])(
    'refuses the proxy %s, which is neither an address nor a network',
    (proxy) => {
      expect(problemsOf({ SUBSECOND_TRUSTED_PROXIES: `10.0.0.0/8, ${proxy}` }).join()).toContain(`"${proxy}"`);
    },
  );

  it('takes addresses and networks of proxies', () => {
    expect(readConfig({ SUBSECOND_TRUSTED_PROXIES: '10.0.0.0/8, ::1,fd00::/8' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
      'fd00::/8',
    ]);
  });

  it('never repeats a secret in a message', () => {
    expect(
      problemsOf({ SUBSECOND_ADMIN_TOKEN: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@db/x' }).join(),
    ).not.toContain('hunter2');
  });

  it('asks for the token wherever other people can reach the server', () => {
    const token = { SUBSECOND_ADMIN_TOKEN: 'x'.repeat(32) };
    expect(requiresAdminToken(readConfig({ ...token }))).toBe(false);
    expect(requiresAdminToken(readConfig({ ...token, HOST: '0.0.0.0' }))).toBe(true);
    expect(requiresAdminToken(readConfig({ ...token, PUBLIC_URL: 'https://subsecond.example' }))).toBe(true);
  });

  it('has a check that takes the default of every setting', () => {
    for (const setting of Object.values(SETTINGS))
      expect(setting.check.safeParse(setting.default).success, setting.name).toBe(true);
  });
});
