import { expect, test } from 'vitest';
import { createFrameLine, isSourceLine, scanFrameLine } from './scan-frame-line.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function scan(text: string): [string, string | undefined] | undefined {
  const line = createFrameLine();
  const bytes = bytesOf(text);
  if (!scanFrameLine(bytes, 0, bytes.length, line)) return undefined;
  return [
    text.slice(line.symbolStart, line.symbolEnd),
    line.mappingStart < 0 ? undefined : text.slice(line.mappingStart, line.mappingEnd),
  ];
}

test.each([
  ['\t            1174 deep+0x2b (/srv/app/deep)', 'deep', '/srv/app/deep'],
  ['\t1 foo+0x10 (/memfd:jit code (deleted))', 'foo', '/memfd:jit code (deleted)'],
  [
    '\t1 hot_loop+0x3a (/tmp/dir with (paren) spaces/lib a b.so)',
    'hot_loop',
    '/tmp/dir with (paren) spaces/lib a b.so',
  ],
  ['\t1 (anonymous namespace)::bar (/x)', '(anonymous namespace)::bar', '/x'],
  ['\t1 operator+(int) (/x)', 'operator+(int)', '/x'],
  ['\t1 operator()(int)', 'operator()(int)', undefined],
  ['\t1 f+0x10', 'f', undefined],
  ['\t1 f+0x1+0x2 (/x)', 'f+0x1', '/x'],
  ['\t1 f+0x1 (/tmp/a(b)', 'f', '/tmp/a(b'],
  ['\t1 f+0x1 (/tmp/a)b)', 'f', '/tmp/a)b'],
  ['\t1 f+0x1 (/tmp/cut', 'f', undefined],
  ['\t22126c', '', undefined],
  ['1a2b f+0x1', 'f', undefined],
])('reads %j', (text, symbol, mapping) => {
  expect(scan(text)).toEqual([symbol, mapping]);
});

test('takes no prose for a frame', () => {
  for (const text of ['a word', 'be quiet', 'x', '', '\t', '\tnot hex (/x)', '\t11112222333344445 f (/x)'])
    expect(scan(text), text).toBeUndefined();
});

test('knows the source line that perf prints under a frame', () => {
  const is = (text: string) => isSourceLine(bytesOf(text), 0, text.length);
  expect(['  malloc.c:4417', '  ??:0', '  [JIT] tid 24076[7f87f403e41c]'].map(is)).toEqual([true, true, true]);
  expect(['malloc.c:4417', '  nonsense', '  :12', '\tx.c:1', '  x[]'].map(is)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
