import type { FlameGraphAnswer, FlameGraphNode, ProfileResource } from '@subsecond/contracts';
import { FrameKind } from '@subsecond/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, problemOf, uploadAndWait } from '../support/api-client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** One stack of every kind of name, leaf first as perf prints it, twice; and a copy of a function beside the function. */
const FRAMES = [
  ['do_work.isra.0', '[kernel.kallsyms]'],
  ['nft_do_chain', '[nf_tables]'],
  ['py::Server.run:/srv/app.py', '/tmp/perf-7.map'],
  ['JS:*step file:///srv/busy.mjs:6:20', '/tmp/perf-7.map'],
  ['Lcom/foo/Bar;::run->Lcom/foo/Baz;::go', '/tmp/perf-7.map'],
  ['github.com/x/y.(*T).Method', '/bin/app'],
  ['_RNvCs4fqI2P2rA04_5hello3run', '/bin/app'],
  ['_ZN3foo3barEv', '/bin/app'],
  ['[unknown]', '/lib/libc.so.6'],
] as const;
const stack = FRAMES.map(([symbol, mapping]) => `\t4005d0 ${symbol} (${mapping})\n`).join('');
const TEXT = `app 7 [000] 1.000000: cpu-clock:\n${stack}\napp 7 [000] 2.000000: cpu-clock:\n${stack}\napp 7 [000] 3.000000: cpu-clock:\n${stack.replace('.isra.0', '')}\n`;

let server: TestServer;
let profile: ProfileResource;
const address = (query: string) => `${server.url}/api/v1/profiles/${profile.id}/flamegraph?${query}`;
const folded = async (query: string) => (await (await fetch(address(`format=folded&${query}`))).text()).split('\n');

beforeAll(async () => {
  server = await startTestServer();
  profile = await uploadAndWait(server.url, TEXT);
});
afterAll(() => server.release());

const RAW = ['app', ...FRAMES.map(([symbol]) => symbol).toReversed()].join(';');

describe('names', () => {
  it('are what perf printed, unless something else is asked for', async () => {
    const lines = await folded('');
    expect(lines).toContain(`${RAW.replaceAll(/;(?=::)/g, ':')} 2`);
    expect(await folded('names=raw')).toEqual(lines);
    const { root } = await getJson<FlameGraphAnswer>(address(''));
    expect(namesOf(root)).toContain('_ZN3foo3barEv');
  });

  it('can be read, each function still by itself, and with the same weight', async () => {
    expect(await folded('names=readable')).toEqual([
      'app;[unknown] (libc.so.6);foo::bar;hello::run;y.(*T).Method;com.foo.Bar.run->com.foo.Baz.go;step (busy.mjs:6:20);Server.run (app.py);nft_do_chain [nf_tables];do_work 1',
      'app;[unknown] (libc.so.6);foo::bar;hello::run;y.(*T).Method;com.foo.Bar.run->com.foo.Baz.go;step (busy.mjs:6:20);Server.run (app.py);nft_do_chain [nf_tables];do_work [.isra.0] 2',
      '',
    ]);
    const { root } = await getJson<FlameGraphAnswer>(address('names=readable'));
    expect(root.v).toBe(3);
    expect(find(root, 'Server.run (app.py)')?.k).toBe(FrameKind.interpreter);
  });

  it('split, inlined Java has levels of its own', async () => {
    expect((await folded('names=java,split')).join('\n')).toContain(';com.foo.Bar.run;com.foo.Baz.go;');
  });

  it('are readable in a picture, which is for people', async () => {
    expect(await (await fetch(address('format=svg'))).text()).toContain('foo::bar');
    expect(await (await fetch(address('format=svg&names=raw'))).text()).toContain('_ZN3foo3barEv');
  });

  it('are found by either text', async () => {
    const found = async (search: string, names: string) =>
      (await getJson<FlameGraphAnswer>(address(`names=${names}&search=${encodeURIComponent(search)}`))).samples;
    expect(await found('/^foo::bar$/', 'readable')).toBe(3);
    expect(await found('/^_ZN3foo3barEv$/', 'readable')).toBe(3);
    expect(await found('/^foo::bar$/', 'raw')).toBe(0);
  });

  it.each(['', 'nonsense', 'java,java', 'raw,java', 'JAVA'])(
    'refuse names=%s with the words that may be asked',
    async (names) => {
      const refused = await problemOf(await fetch(address(`names=${names}`)));
      expect(refused).toMatchObject({ status: 400, code: 'bad-query' });
      expect(refused.detail).toContain('demangle');
    },
  );

  it('have an ETag of their own', async () => {
    const tag = async (query: string) => (await fetch(address(query))).headers.get('etag');
    expect(await tag('names=readable')).not.toBe(await tag('names=raw'));
  });
});

function namesOf(node: FlameGraphNode): string[] {
  return [node.n, ...(node.c ?? []).flatMap(namesOf)];
}

function find(node: FlameGraphNode, name: string): FlameGraphNode | undefined {
  return node.n === name ? node : node.c?.map((child) => find(child, name)).find((found) => found !== undefined);
}
