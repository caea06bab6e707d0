import { describe, expect, it } from 'vitest';
import { createAllowedOrigins } from './allowed-origins.ts';

const local = createAllowedOrigins({ publicUrl: undefined, listenHost: '127.0.0.1', port: () => 3000 });
const published = createAllowedOrigins({
  publicUrl: 'https://subsecond.example',
  listenHost: '0.0.0.0',
  port: () => 3000,
});

describe('hostAllowed', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:3000'])(
    'takes %s where nothing is configured',
    (host) => {
      expect(local.hostAllowed(host)).toBe(true);
    },
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost',
    'localhost:3001',
    '127.0.0.1.evil.example:3000',
    'localhost.evil.example:3000',
    '',
    undefined,
    'a@localhost:3000',
    'localhost:3000/x',
    '10.0.0.1:3000',
  ])('refuses %s', (host) => {
    expect(local.hostAllowed(host)).toBe(false);
  });

  it('takes the public name, with the port that browsers leave out', () => {
    expect(published.hostAllowed('subsecond.example')).toBe(true);
    expect(published.hostAllowed('localhost:3000')).toBe(true);
    expect(published.hostAllowed('subsecond.example:444')).toBe(false);
    expect(published.hostAllowed('www.subsecond.example')).toBe(false);
  });
});

describe('originAllowed', () => {
  it('takes the public origin with its scheme, and loopback names with the port', () => {
    expect(published.originAllowed('https://subsecond.example')).toBe(true);
    expect(published.originAllowed('http://subsecond.example')).toBe(false);
    expect(local.originAllowed('http://localhost:3000')).toBe(true);
  });

  it.each(['null', 'http://evil.example', 'http://localhost:9999', 'https://localhost:3000', 'file://'])(
    'refuses %s',
    (origin) => {
      expect(local.originAllowed(origin)).toBe(false);
    },
  );
});
