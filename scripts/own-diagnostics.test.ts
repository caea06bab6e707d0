import { expect, it } from 'vitest';
import { ownDiagnostics } from './own-diagnostics.ts';

const rooms = ['apps/api', 'packages/parser', 'scripts'];

it('keeps what tsc says about the room, with the lines that go on, and leaves out the other rooms', () => {
  const output = [
    'packages/parser/src/a.ts(1,2): error TS2532: Object is possibly undefined.',
    '  Type goes on.',
    'scripts/b.ts(3,4): error TS2322: Type is wrong.',
    '  Type goes on here too.',
    'vitest.config.ts(5,6): error TS1: also wrong.',
    '',
  ].join('\n');
  expect(ownDiagnostics(output, 'scripts', rooms).split('\n')).toEqual([
    'scripts/b.ts(3,4): error TS2322: Type is wrong.',
    '  Type goes on here too.',
    'vitest.config.ts(5,6): error TS1: also wrong.',
  ]);
});

it('keeps what is about the room as a whole', () => {
  expect(ownDiagnostics('error TS18003: No inputs were found.\n', 'scripts', rooms)).toBe(
    'error TS18003: No inputs were found.',
  );
});
