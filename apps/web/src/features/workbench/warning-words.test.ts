import { describe, expect, it } from 'vitest';
import { qualityFacts, qualityState, warningWords } from './warning-words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('warnings in words', () => {
  it('say what happened and what to do', () => {
    const words = warningWords({ kind: 'stack-cut', count: 27 });
    expect(plain(words.title)).toContain('27 stacks were cut');
    expect(words.cure).toContain('kernel.perf_event_max_stack');
  });

  it('treat kinds of a newer server as names', () => {
    expect(plain(warningWords({ kind: 'constructor', count: 1 }).title)).toBe('constructor: 1 time');
  });
});

describe('the quality line', () => {
  const clean = {
    samples: 9096,
    samplesWithoutTime: 0,
    samplesWithoutStack: 0,
    stacksCut: 0,
    samplesUnresolved: 0,
    lostSamples: 0,
    linesNotUnderstood: 0,
    expectedSamples: null,
    recordedSamples: null,
  };

  it('is empty where nothing is missing', () => {
    expect(qualityFacts(clean)).toEqual([]);
    expect(qualityFacts({ ...clean, expectedSamples: 9096, recordedSamples: 9096 })).toEqual([]);
  });

  it('calls data complete only where that was counted, and nothing is remarked on', () => {
    const counted = { ...clean, expectedSamples: 9096, recordedSamples: 9096 };
    expect(qualityState(counted, [])).toBe('complete');
    expect(qualityState(counted, [{ kind: 'record-skipped' }])).toBe('complete');
    expect(qualityState(counted, [{ kind: 'file-truncated' }])).toBe('remarked');
    expect(qualityState(clean, [])).toBe('unknown');
    expect(qualityState({ ...clean, stacksCut: 1 }, [])).toBe('lacking');
  });

  it('counts what is missing, with its share', () => {
    const facts = qualityFacts({
      ...clean,
      samplesWithoutStack: 40,
      stacksCut: 27,
      expectedSamples: 11_760,
      recordedSamples: 9096,
    });
    expect(facts.map((fact) => plain(fact.words))).toEqual([
      '2,664 idle ticks not recorded by the kernel, counted as idle',
      '40 without stack (0.4 %)',
      '27 stacks cut (0.3 %)',
    ]);
    expect(facts.map((fact) => fact.matters)).toEqual([false, true, true]);
  });

  it('does not take idle ticks for losses; perf’s own losses it does', () => {
    const ticks = { expectedSamples: 8496, recordedSamples: 3188, missingOnIdleRecordingCpus: 1500 };
    const facts = qualityFacts({ ...clean, ...ticks, lostSamples: 12 });
    expect(facts.map((fact) => [plain(fact.words), fact.matters])).toEqual([
      [
        '5,308 idle ticks not recorded by the kernel, counted as idle, 1,500 of them on CPUs whose idle ticks it records at other times',
        false,
      ],
      ['12 samples lost by perf', true],
    ]);
  });
});
