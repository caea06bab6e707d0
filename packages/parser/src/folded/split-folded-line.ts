/** One line of folded stacks, and whether a text consists of them. */

export interface FoldedLine {
  readonly stack: string;
  readonly count: number;
}

const WITH_COUNT = /^(.*\S)\s+(\d+(?:\.\d+)?)$/;

/** The number behind the last blank is the count: names may hold blanks and digits. */
export function splitFoldedLine(line: string): FoldedLine | undefined {
  const last = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  if (last <= 0) return undefined;
  const count = line.slice(last + 1);
  if (!/^\d+(?:\.\d+)?$/.test(count)) return undefined;
  const stack = line.slice(0, last).trim();
  const value = Number(count);
  return stack === '' || !Number.isFinite(value) ? undefined : { stack, count: value };
}

/** difffolded.pl prints two counts on every line; one line with a name that ends in a number is no sign of it. */
export function areDifferential(lines: readonly string[]): boolean {
  const stacks = lines.map((line) => splitFoldedLine(line.trim())?.stack).filter((stack) => stack !== undefined);
  const doubled = stacks.filter((stack) => WITH_COUNT.test(stack)).length;
  return stacks.length > 0 && doubled === stacks.length;
}

/** Most lines end in a count, and some have a `;`. */
export function looksFolded(text: string): boolean {
  const lines = text
    .split('\n', 400)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  // The last one may be cut off where the head of the file ends.
  if (lines.length > 1) lines.pop();
  let folded = 0;
  let stacks = 0;
  for (const line of lines) {
    const parts = splitFoldedLine(line);
    if (parts === undefined) continue;
    folded++;
    if (parts.stack.includes(';')) stacks++;
  }
  return stacks > 0 && folded * 2 > lines.length && stacks * 4 >= folded;
}
