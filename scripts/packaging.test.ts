import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../apps/api/src/config.ts';
import { repositoryRoot } from './rooms.ts';

// There is not always a Docker engine to ask, so the files are held to what can be known without one.

const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');
const inRepository = (file: string) => existsSync(path.join(repositoryRoot, file));

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { disable?: boolean; test?: string[] };
}

const compose: { services: Record<string, Service>; volumes: Record<string, unknown> } = parse(
  read('docker-compose.yml'),
  { merge: true },
);
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const SETTING_NAMES = new Set<string>(Object.values(SETTINGS).map((setting) => setting.name));

describe('docker-compose.yml', () => {
  it('has API, worker, migration, Postgres 18 and Redis 8', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'migrate', 'postgres', 'redis', 'worker']);
    expect(compose.services['postgres']?.image).toBe('postgres:18');
    expect(compose.services['redis']?.image).toBe('redis:8');
  });

  it.each(ours)('starts an entry point that exists: %s', (_name, service) => {
    const [program, file] = service.command ?? [];
    expect(program).toBe('node');
    expect(inRepository(file ?? '')).toBe(true);
  });

  it.each(ours)('sets nothing that the product does not read: %s', (_name, service) => {
    expect(Object.keys(service.environment ?? {}).filter((name) => !SETTING_NAMES.has(name))).toEqual([]);
  });

  it.each(services)('mounts volumes and files that exist: %s', (_name, service) => {
    for (const mount of service.volumes ?? []) {
      const source = mount.split(':')[0] ?? '';
      expect(source.startsWith('./') ? inRepository(source) : source in compose.volumes, mount).toBe(true);
    }
  });

  it.each(services)('waits for services that exist, in a way they can answer: %s', (_name, service) => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const awaited = compose.services[name];
      expect(awaited, name).toBeDefined();
      if (condition === 'service_healthy')
        expect(awaited?.healthcheck?.test, `${name} has no health check`).toBeDefined();
    }
  });

  it('lets API and workers share the uploads, and gives them the serving role alone', () => {
    for (const name of ['api', 'worker']) {
      const service = compose.services[name];
      expect(service?.volumes).toContain(`uploads:${service?.environment?.['SUBSECOND_DATA_DIR']}`);
      expect(service?.environment?.['DATABASE_URL']).toContain('//subsecond_app:');
      expect(service?.environment).not.toHaveProperty('DATABASE_OWNER_URL');
    }
  });

  it('publishes the port that the API listens on, and no other', () => {
    expect(services.filter(([, service]) => service.ports !== undefined).map(([name]) => name)).toEqual(['api']);
    expect(compose.services['api']?.ports).toEqual([`3000:${compose.services['api']?.environment?.['PORT']}`]);
  });

  it('asks for secrets that docker/example.env names, and has none itself', () => {
    const wanted = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] ?? '');
    const named = [...read('docker/example.env').matchAll(/^(\w+)=/gm)].map((match) => match[1]);
    expect(wanted.length).toBeGreaterThan(3);
    for (const name of wanted) expect(named).toContain(name);
  });
});

describe('the Dockerfile', () => {
  /** Continued lines joined, comments gone. */
  const instructions = read('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ name: line.split(' ')[0] ?? '', words: line.split(/\s+/).slice(1), text: line }));
  const only = (name: string) => instructions.filter((instruction) => instruction.name === name);

  it('copies files that exist and that .dockerignore lets through', () => {
    const admitted = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    for (const { words } of only('COPY')) {
      if (words[0]?.startsWith('--from=')) continue;
      for (const source of words.slice(0, -1)) {
        expect(inRepository(source), source).toBe(true);
        expect(
          admitted.some((entry) => source === entry || source.startsWith(`${entry}/`)),
          `${source} is kept out by .dockerignore`,
        ).toBe(true);
      }
    }
  });

  it('copies from stages that it defines before', () => {
    const stages: string[] = [];
    for (const { name, words } of instructions) {
      if (name === 'FROM' && words[1] === 'AS') stages.push(words[2] ?? '');
      const from = /^--from=(.*)$/.exec(words[0] ?? '')?.[1];
      if (name === 'COPY' && from !== undefined) expect(stages).toContain(from);
    }
  });

  it('has the manifest of every package of the workspace, which a frozen install wants', () => {
    const copied = only('COPY').flatMap(({ words }) => words);
    for (const room of ['packages', 'apps'].flatMap((folder) =>
      readdirSync(path.join(repositoryRoot, folder)).map((name) => `${folder}/${name}`),
    )) {
      expect(copied).toContain(`${room}/package.json`);
    }
  });

  it('runs as somebody else than root, starts an entry point that exists and says how it is', () => {
    expect(only('USER').at(-1)?.words).toEqual(['node']);
    expect(only('HEALTHCHECK')).toHaveLength(1);
    const command: string[] = JSON.parse(only('CMD').at(-1)?.text.slice('CMD '.length) ?? '[]');
    expect(command[0]).toBe('node');
    expect(inRepository(command[1] ?? '')).toBe(true);
  });

  it('uses the pnpm that the scripts use, and Node 24', () => {
    const pnpm = /pnpm@[\d.]+/.exec(read('scripts/bootstrap/ensure-dependencies.mjs'))?.[0];
    expect(
      read('Dockerfile')
        .match(/pnpm@[\d.]+/g)
        ?.every((used) => used === pnpm),
    ).toBe(true);
    expect(
      only('FROM')
        .map(({ words }) => words[0])
        .filter((image) => image?.startsWith('node:')),
    ).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
  });
});
