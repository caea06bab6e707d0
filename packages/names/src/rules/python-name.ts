import { fileName, type NameParts } from './name-parts.ts';

/** What CPython writes into its perf map (`-X perf`): `py::` function `:` file. */
const TRAMPOLINE = /^py::([^:]+):(.+)$/s;

export function pythonName(symbol: string): NameParts | undefined {
  const [, name, file] = TRAMPOLINE.exec(symbol) ?? [];
  if (name === undefined || file === undefined) return undefined;
  const frozen = /^<frozen (.+)>$/.exec(file)?.[1];
  return { text: `${name} (${frozen ?? fileName(file)})`, apart: '' };
}
