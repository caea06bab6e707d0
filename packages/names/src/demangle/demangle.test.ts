import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demangle } from './demangle.ts';

const pairs = (file: string): [string, string][] =>
  readFileSync(join(import.meta.dirname, 'fixtures', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [symbol = '', name = ''] = line.split('\t');
      return [symbol, name];
    });
const ALL = ['cpp.tsv', 'rust-v0.tsv', 'rust-legacy.tsv'].flatMap(pairs);

describe('demangling', () => {
  it.each(['cpp.tsv', 'rust-v0.tsv', 'rust-legacy.tsv'])('reads every name of %s as binutils does', (file) => {
    const all = pairs(file);
    expect(all.length).toBeGreaterThan(20);
    expect(all.map(([symbol]) => [symbol, demangle(symbol)?.text])).toEqual(all);
  });

  it.each([
    ['_ZN1AC1Ev', 'A::A', '()'],
    ['_Z1fIJidEEvDpT_', 'f<int, double>', '(int, double)'],
    ['_ZNKSt8functionIFviEEclEi', 'std::function<void (int)>::operator()', '(int) const'],
    ['_ZThn16_N3Foo3barEv', 'non-virtual thunk to Foo::bar()', ''],
    ['_ZN4shop5rangeEv.isra.0', 'shop::range [clone .isra.0]', '()'],
    ['_ZNSt8ios_base7failureB5cxx11C1EPKc', 'std::ios_base::failure[abi:cxx11]::failure', '(char const*)'],
    ['_Z4halfIlENSt9enable_ifIXsr11is_integralIT_EE5valueES1_E4typeES1_', 'half<long>', '(long)'],
    ['_ZN5boxed3fooIXadL_Z3baridEEEEvv', 'boxed::foo<&bar>', '()'],
    ['_ZN4core3ptr13drop_in_place17h0123456789abcdefE.llvm.123', 'core::ptr::drop_in_place', 'h0123456789abcdef'],
    ['core::ptr::drop_in_place$LT$T$GT$::h0123456789abcdef', 'core::ptr::drop_in_place<T>', 'h0123456789abcdef'],
    ['_RNvCs4fqI2P2rA04_5hello3run', 'hello::run', ''],
    ['_RNvC6_123foo3bar', '123foo::bar', ''],
    ['_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y', 'utf8_idents::საჭმელად_გემრიელი_სადილი', ''],
  ])('reads %s', (symbol, text, apart) => {
    expect(demangle(symbol)).toEqual({ text, apart });
  });

  it.each([
    'main',
    '_Z',
    '_Zzz',
    '_ZN3fooE3',
    '_ZN3fo',
    '_R',
    '_RNvC1a',
    '_Random',
    '_ZN4core3ptr17h0123456789abcdeE',
    'operator->',
    '_ZNS_E',
    '_ZT_',
    '',
  ])('leaves %s alone', (symbol) => {
    expect(demangle(symbol)).toBeUndefined();
  });
});

describe('hostile names', () => {
  it('cut anywhere are read or left, and never throw', () => {
    for (const [symbol] of ALL) {
      for (let length = 0; length < symbol.length; length++) demangle(symbol.slice(0, length));
    }
  });

  it('with any character changed are read or left, and never throw', () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const letters = '_ZNSTIEJKLRDpXsCB0123456789abcdefuvGQMFA.$';
    for (let turn = 0; turn < 40_000; turn++) {
      const [symbol] = ALL[random(ALL.length)] ?? ['', ''];
      const at = random(symbol.length);
      const changed = symbol.slice(0, at) + letters.charAt(random(letters.length)) + symbol.slice(at + random(3));
      expect(demangle(changed)?.text.length ?? 0).toBeLessThan(40_000);
    }
  });

  it.each([
    ['pointers', `_Z1f${'P'.repeat(8000)}i`],
    ['nested names', `_Z1f${'N'.repeat(8000)}`],
    ['template arguments', `_Z1fI${'1aI'.repeat(3000)}`],
    ['local names', `_Z${'Z1fvE'.repeat(2000)}1x`],
    ['expressions', `_Z1fIX${'ng'.repeat(5000)}Li1EEEvv`],
    ['Rust types', `_RINvC1a1f${'R'.repeat(8000)}uE`],
    ['Rust paths', `_R${'Nv'.repeat(4000)}C1a1f`],
    ['Rust binders', `_RINvC1a1fFGzzzzzz_EuE`],
    ['Rust constants', `_RINvC1a1fKj${'f'.repeat(8000)}_E`],
    ['lengths', '_ZN99999999999999999999aE'],
    ['punycode', `_RNvC1au9000_${'9'.repeat(9000)}`],
  ])('of ever deeper %s are left, in no time', (_what, symbol) => {
    const began = performance.now();
    demangle(symbol);
    expect(performance.now() - began).toBeLessThan(250);
  });

  it('that double their size with every back reference are left, in no time', () => {
    // T0 = (u8,), T1 = (T0, T0), … each by back references to the one before.
    let symbol = '_RINvC1a1f';
    let last = symbol.length - 2;
    symbol += 'ThE';
    const base62 = (value: number): string => {
      if (value === 0) return '_';
      let digits = '';
      for (let rest = value - 1; ; rest = Math.floor(rest / 62)) {
        digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt(rest % 62) + digits;
        if (rest < 62) return `${digits}_`;
      }
    };
    for (let level = 0; level < 60; level++) {
      const at = symbol.length - 2;
      symbol += `TB${base62(last)}B${base62(last)}E`;
      last = at;
    }
    symbol += 'E';
    const began = performance.now();
    expect(demangle(symbol)).toBeUndefined();
    // The same in C++, by substitutions.
    const doubled = `_Z1f${'St4pairI'}ii${'E'}${Array.from({ length: 30 }, (_, i) => `St4pairIS${i === 0 ? '' : (i - 1).toString(36).toUpperCase()}_S${i === 0 ? '' : (i - 1).toString(36).toUpperCase()}_E`).join('')}`;
    expect(demangle(doubled)?.text.length ?? 0).toBeLessThan(40_000);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
