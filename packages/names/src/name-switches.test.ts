import { expect, it } from 'vitest';
import {
  NAME_SWITCH_WORDS,
  NAME_SWITCHES,
  parseNameSwitches,
  printNameSwitches,
  RAW_NAMES,
  READABLE_NAMES,
} from './name-switches.ts';

it('every set of switches is printed as a word that is read as the same set', () => {
  for (let bits = 0; bits < 2 ** NAME_SWITCHES.length; bits++) {
    const set = Object.assign({}, RAW_NAMES, ...NAME_SWITCHES.map((name, i) => ({ [name]: ((bits >> i) & 1) === 1 })));
    expect(parseNameSwitches(printNameSwitches(set))).toEqual(set);
  }
});

it('the two that everybody wants have words of their own', () => {
  expect([printNameSwitches(RAW_NAMES), printNameSwitches(READABLE_NAMES)]).toEqual(['raw', 'readable']);
  expect(parseNameSwitches('split,java')).toEqual({ ...RAW_NAMES, java: true, split: true });
});

it.each(['', 'java,', 'java,java', 'raw,java', 'Java', '__proto__', 'constructor'])('%j is no set', (text) => {
  expect(parseNameSwitches(text)).toBeUndefined();
});

it('every switch says what it does', () => {
  for (const name of NAME_SWITCHES) expect(NAME_SWITCH_WORDS[name].before).not.toBe(NAME_SWITCH_WORDS[name].after);
});
