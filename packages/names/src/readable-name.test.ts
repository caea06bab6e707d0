import { describe, expect, it } from 'vitest';
import { NAME_SWITCHES, type NameSwitch, RAW_NAMES, READABLE_NAMES } from './name-switches.ts';
import { readableName } from './readable-name.ts';
import { v8Tier } from './rules/v8-name.ts';

const JIT = '/tmp/perf-42.map';
const BINARY = '/usr/bin/app';
const KERNEL = '[kernel.kallsyms]';

/** Each pair is the work of one switch: without it, the name stays. */
const CASES: readonly (readonly [NameSwitch, string, string, string])[] = [
  ['demangle', '_ZN3foo3barEv', BINARY, 'foo::bar'],
  ['demangle', '_RNvCs4fqI2P2rA04_5hello3run', BINARY, 'hello::run'],
  ['demangle', 'core::ptr::drop_in_place$LT$T$GT$::h0123456789abcdef', BINARY, 'core::ptr::drop_in_place<T>'],
  [
    'java',
    'Lio/netty/channel/nio/NioEventLoop;.processSelectedKeys',
    JIT,
    'io.netty.channel.nio.NioEventLoop.processSelectedKeys',
  ],
  ['java', 'Lcom/foo/Bar;::method', JIT, 'com.foo.Bar.method'],
  ['java', 'Lcom/foo/Bar;.flush()Lio/netty/channel/ChannelHandlerContext;', JIT, 'com.foo.Bar.flush'],
  ['java', 'Lcom/foo/Bar$1;::<init>', JIT, 'com.foo.Bar$1.<init>'],
  ['java', 'LA;::f->LB;::g->Lc/D;::h', JIT, 'A.f->B.g->c.D.h'],
  ['v8', 'LazyCompile:*Async$consume /apps/node/async.js:39', JIT, 'Async$consume (async.js:39)'],
  ['v8', 'LazyCompile:_tickDomainCallback node.js:387', JIT, '_tickDomainCallback (node.js:387)'],
  ['v8', 'JS:^step file:///srv/app/busy.mjs:6:20', JIT, 'step (busy.mjs:6:20)'],
  ['v8', 'JS:^ file:///srv/app/busy.mjs:1:1', JIT, '(anonymous) (busy.mjs:1:1)'],
  ['v8', "JS:*'get size /srv/my app/lib/index.js:7:3", JIT, 'get size (lib/index.js:7:3)'],
  ['v8', 'JS:*processChunkSync node:zlib:393:26', JIT, 'processChunkSync (node:zlib:393:26)'],
  ['v8', 'Function:~run', JIT, 'run'],
  ['v8', 'Builtins_ArrayMap', '/usr/bin/node', 'ArrayMap [V8 builtin]'],
  ['v8', 'Builtin:ArrayMap', JIT, 'ArrayMap [V8 builtin]'],
  ['v8', 'BytecodeHandler:LdaZero', JIT, 'LdaZero [V8 bytecode]'],
  ['python', 'py::Server.handle:/srv/app/server.py', JIT, 'Server.handle (server.py)'],
  ['python', 'py::_find_and_load:<frozen importlib._bootstrap>', JIT, '_find_and_load (importlib._bootstrap)'],
  ['python', 'py::<module>:/srv/app/tool/__init__.py', JIT, '<module> (tool/__init__.py)'],
  ['go', 'github.com/x/y.(*T).Method', BINARY, 'y.(*T).Method'],
  ['go', 'github.com/x/y/v2.Run.func1', BINARY, 'y.Run.func1'],
  ['go', 'gopkg.in/yaml%2ev3.Unmarshal', BINARY, 'yaml.v3.Unmarshal'],
  ['go', 'encoding/json.(*Decoder).Decode', BINARY, 'json.(*Decoder).Decode'],
  ['go', 'a.com/b/slices.Sort[go.shape.[]a.com/b/c.T]', BINARY, 'slices.Sort[go.shape.[]c.T]'],
  ['go', 'runtime.systemstack.abi0', BINARY, 'runtime.systemstack'],
  ['modules', 'nft_do_chain', '[nf_tables]', 'nft_do_chain [nf_tables]'],
  ['modules', 'tcp_retransmit', '/lib/modules/6.1/kernel/net/tcp_foo.ko.xz', 'tcp_retransmit [tcp_foo]'],
  ['modules', 'bpf_prog_6deef7357e7b4530_sd_devices', 'bpf_prog_6deef7357e7b4530_sd_devices', 'sd_devices [bpf]'],
  ['clones', 'do_execveat_common.isra.0', KERNEL, 'do_execveat_common'],
  ['clones', 'uv__async_io.part.0.cold', '/usr/bin/node', 'uv__async_io'],
  ['clones', 'work.constprop.3', BINARY, 'work'],
  ['clones', 'shop::range(int) [clone .isra.0]', BINARY, 'shop::range(int)'],
  ['unknown', '[unknown]', '/usr/lib/x86_64-linux-gnu/libc.so.6', '[unknown] (libc.so.6)'],
  ['unknown', '[unknown]', KERNEL, '[unknown] (kernel)'],
  [
    'shorten',
    'std::map<std::pair<int, long>, std::vector<unsigned long> >::find(std::pair<int, long> const&)',
    BINARY,
    'std::map<…>::find(…)',
  ],
];

describe('a readable name', () => {
  it.each(CASES)('by %s: %s', (name, symbol, mapping, readable) => {
    expect(readableName(symbol, mapping, { ...RAW_NAMES, [name]: true })).toBe(readable);
    expect(readableName(symbol, mapping, { ...READABLE_NAMES, [name]: false })).toBe(symbol);
    expect(readableName(symbol, mapping, RAW_NAMES)).toBe(symbol);
  });

  it.each([
    ['main', BINARY],
    ['operator->', BINARY],
    ['std::unique_ptr<int>::operator->() const', BINARY],
    ['auto f()::{lambda(int)#1}::operator()(int) const -> bool', BINARY],
    ['a->b', BINARY],
    ['int java.util.HashMap.hash(java.lang.Object)', JIT],
    ['/usr/bin/thing with (paren) and 12', BINARY],
    ['LazyCompile:', JIT],
    ['JS:', JIT],
    ['py::', JIT],
    ['py::f', JIT],
    ['L;::', JIT],
    ['.isra.0', BINARY],
    ['entry_SYSCALL_64_after_hwframe', KERNEL],
    ['[unknown]', undefined],
    ['__vdso_clock_gettime', '[vdso]'],
    ['<script>alert(1)</script>', BINARY],
    ['', BINARY],
    ['__proto__', BINARY],
  ])('of %s (%s) is the name itself', (symbol, mapping) => {
    expect(readableName(symbol, mapping, READABLE_NAMES)).toBe(symbol);
  });

  it('shortens no operator and no namespace away', () => {
    const long = 'x'.repeat(60);
    const shorten = (symbol: string) => readableName(symbol, BINARY, { ...RAW_NAMES, shorten: true });
    expect(shorten(`a::operator<< <std::char_traits<char> >(std::ostream&, ${long})`)).toBe('a::operator<< <…>(…)');
    expect(shorten(`a::operator->(${long})`)).toBe('a::operator->(…)');
    expect(shorten(`(anonymous namespace)::run<${long}>::go`)).toBe('(anonymous namespace)::run<…>::go');
    expect(shorten(`<alloc::vec::Vec<T> as core::fmt::Debug>::fmt::${long}`)).toBe(
      `<alloc::vec::Vec<T> as core::fmt::Debug>::fmt::${long}`,
    );
    expect(shorten(`core::slice::sort::<(${long}, u8)>::{closure#0}`)).toBe('core::slice::sort::<…>::{closure#0}');
    expect(shorten(`f<${long}`)).toBe(`f<${long}`);
  });

  it('takes no longer for hostile names, and never throws', () => {
    const pieces = [
      '<',
      '(',
      '->',
      'L',
      ';::',
      'JS:*',
      '.isra.0',
      'py::',
      'a/',
      '_ZN',
      'std::',
      ' ',
      '$LT$',
      '::h',
      '\n',
      '🧨',
    ];
    const began = performance.now();
    for (const piece of pieces) {
      for (const switches of [READABLE_NAMES, { ...READABLE_NAMES, shorten: true }]) {
        readableName(piece.repeat(16_000), BINARY, switches);
        readableName(`La;::b${piece.repeat(3000)}`, JIT, switches);
        readableName(`f${piece.repeat(3000)}.g`, JIT, switches);
      }
    }
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

it('every switch is tested', () => {
  expect(new Set([...CASES.map(([name]) => name), 'split'])).toEqual(new Set(NAME_SWITCHES));
});

it.each([
  ['LazyCompile:*f a.js:1', 'optimised by TurboFan'],
  ["JS:*'f a.js:1", 'optimised by TurboFan'],
  ['JS:+f a.js:1', 'optimised by Maglev'],
  ['JS:^f a.js:1', 'compiled by Sparkplug'],
  ['JS:~f a.js:1', 'interpreted by Ignition'],
  ['LazyCompile:f a.js:1', undefined],
  ['*f', undefined],
])('%s was %s', (symbol, tier) => {
  expect(v8Tier(symbol)).toBe(tier);
});
