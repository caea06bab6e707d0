/** What must hold for every text: what was written is read back, and damage ends in a profile or a ParseError. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ParseError, parsePerfScript } from '@subsecond/parser';
import { assertProfileIntegrity } from '@subsecond/profile';
import { createSeededRandom } from '@subsecond/profile/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnything } from '../support/check-reading.ts';
import { mutate } from '../support/mutate-text.ts';
import type { ReferenceSample } from '../support/reference-reader.ts';
import { sameSamples } from '../support/same-samples.ts';

/** Rounds of damage; `FUZZ_ROUNDS=100000` is for a night. */
const rounds = Number(process.env.FUZZ_ROUNDS ?? '25');

const name = fc.string({
  unit: fc.constantFrom(...'abzA09 .:;/[](){}<>+-,=*&~\'"#$@%_é中\\'),
  minLength: 1,
  maxLength: 30,
});
/** No blanks around it (they are not kept), and nothing in it that reads as a thread and a time. */
const comm = name
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/\d\.\d{6}/.test(text) && !text.startsWith('# ') && text !== '#');
/** Parentheses balance, as they do in symbols; an offset at the end would be taken for perf's. */
const symbol = name
  .map((text) => text.replace(/[()]/g, '').trim())
  .filter((text) => text !== '' && !/\+0x[0-9a-f]+$/.test(text));
const mapping = fc.oneof(
  symbol.map((text) => `/srv/${text}`).filter((text) => !text.endsWith('(deleted)')),
  fc.constantFrom('[kernel.kallsyms]', '[vdso]', '/tmp/dir with (paren) spaces/lib a b.so', '/memfd:jit code'),
);
const frame = fc.record({
  symbol,
  mapping,
  address: fc.integer({ min: 1 }),
  symbolOffset: fc.option(fc.integer({ min: 0, max: 0xffff })),
});
const sample = fc.record({
  comm,
  tid: fc.integer({ min: 0, max: 0x7fffffff }),
  pid: fc.option(fc.integer({ min: 0, max: 0x7fffffff }), { nil: undefined }),
  cpu: fc.option(fc.integer({ min: 0, max: 9999 }), { nil: undefined }),
  seconds: fc.integer({ min: 0, max: 1_000_000 }),
  micros: fc.integer({ min: 0, max: 999_999 }),
  period: fc.option(fc.integer({ min: 1, max: 2 ** 40 }), { nil: undefined }),
  event: fc.constantFrom('cycles', 'cpu-clock:ppp', 'cpu/event=0x3c,umask=0x0/u', '__proto__', 'sched:sched_switch'),
  frames: fc.array(frame, { maxLength: 12 }),
});
type Written = typeof sample extends fc.Arbitrary<infer T> ? T : never;

function writeText(samples: readonly Written[]): string {
  return samples
    .map((it) => {
      const thread = it.pid === undefined ? String(it.tid).padStart(5) : `${it.pid}/${it.tid}`;
      const cpu = it.cpu === undefined ? '' : `[${String(it.cpu).padStart(3, '0')}] `;
      const time = `${it.seconds}.${String(it.micros).padStart(6, '0')}`.padStart(12);
      const period = it.period === undefined ? '' : `${String(it.period).padStart(10)} `;
      const frames = it.frames.map((line) => {
        const symbolOffset = line.symbolOffset === null ? '' : `+0x${line.symbolOffset.toString(16)}`;
        return `\t${line.address.toString(16).padStart(16)} ${line.symbol}${symbolOffset} (${line.mapping})\n`;
      });
      return `${it.comm} ${thread} ${cpu}${time}: ${period}${it.event}: \n${frames.join('')}\n`;
    })
    .join('');
}

function asReference(it: Written): ReferenceSample {
  return {
    time: `${it.seconds}.${String(it.micros).padStart(6, '0')}`,
    cpu: it.cpu,
    pid: it.pid,
    tid: it.tid,
    comm: it.comm,
    event: it.event,
    period: it.period === undefined ? undefined : String(it.period),
    stack: it.frames.map((line) => `${line.symbol}\0${line.mapping}`),
    detail: undefined,
  };
}

test('what is written as perf writes it is read back whole, whatever the names', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 20 }), (samples) => {
      const { profile, warnings } = parsePerfScript(Buffer.from(writeText(samples)));
      assertProfileIntegrity(profile);
      expect(sameSamples(profile, samples.map(asReference))).toBeUndefined();
      expect(warnings.filter(({ kind }) => kind.endsWith('not-understood'))).toEqual([]);
    }),
    { numRuns: 300, seed: 4127 },
  );
});

const folder = path.join(import.meta.dirname, '../fixtures/perf-script');
for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.txt'))) {
  test(`${file}, damaged at random, gives a profile that holds or a typed refusal`, () => {
    const bytes = readFileSync(path.join(folder, file));
    const random = createSeededRandom(bytes.length);
    for (let round = 0; round < rounds; round++) {
      const damaged = mutate(bytes, random);
      try {
        readAnything(() => parsePerfScript(damaged));
      } catch (error) {
        throw new Error(`round ${round}: ${JSON.stringify(damaged.toString('latin1'))}`, { cause: error });
      }
    }
  });
}

test('each limit ends in its own error, which names the setting where there is one to raise', () => {
  const text = (frames: number, of: (i: number) => string) =>
    Buffer.from(
      `a 1 [000] 1.000000: cycles: \n${Array.from({ length: frames }, (_, i) => `\t${'1'.padStart(16)} ${of(i)} (/x)\n`).join('')}\n`,
    );
  const many = Buffer.concat([text(1, () => 'f'), text(1, () => 'f'), text(1, () => 'f')]);
  const cases = [
    ['limit-line-length', 'maxLineBytes', 'raise the limit maxLineBytes.', 100, text(1, () => 'f'.repeat(200))],
    ['limit-stack-depth', 'maxStackDepth', 'raise the limit maxStackDepth.', 10, text(11, () => 'f')],
    ['limit-strings', 'maxStrings', 'raise the limit maxStrings.', 10, text(30, (i) => `f${i}`)],
    ['limit-stacks', 'maxStacks', 'raise the limit maxStacks.', 10, text(30, (i) => `f${i}`)],
    ['limit-samples', 'maxSamples', 'raise the limit maxSamples.', 2, many],
    ['limit-memory', 'maxTextCharacters', 'Record a shorter time or fewer processes.', 50, text(30, (i) => `f${i}`)],
  ] as const;
  for (const [code, setting, cure, limit, bytes] of cases) {
    let error: unknown;
    try {
      parsePerfScript(bytes, { limits: { [setting]: limit } });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ParseError);
    expect(error).toMatchObject({ code, cure: expect.stringContaining(cure) });
  }
});
