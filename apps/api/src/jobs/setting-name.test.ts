import { DEFAULT_PARSE_LIMITS } from '@subsecond/parser';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../config.ts';
import { nameSettings, settingName } from './setting-name.ts';

describe('settingName', () => {
  it.each([
    ...Object.keys(DEFAULT_PARSE_LIMITS).filter((limit) => limit !== 'maxTextCharacters'),
    'maxInflatedBytes',
    'maxInflationRatio',
  ])('knows how %s is set', (limit) => {
    expect(Object.values(SETTINGS).map(({ name }) => name)).toContain(settingName(limit));
  });

  it('puts it where a cure names the limit', () => {
    expect(nameSettings('Record less, or raise the limit maxStacks. Or go.')).toBe(
      'Record less, or raise SUBSECOND_MAX_STACKS. Or go.',
    );
  });
});
