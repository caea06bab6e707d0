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

/** difffolded.pl prints two counts on every line; one line alone may as well have a name that ends in a number. */
export function areDifferential(lines: readonly string[]): boolean {
  const stacks = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return stacks.length > 1 && stacks.every((line) => WITH_COUNT.test(splitFoldedLine(line)?.stack ?? ''));
}

/** Most lines end in a count, and some have a `;`; or every line is one word and a count. */
export function looksFolded(text: string): boolean {
  const lines = text
    .split('\n', 400)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (areCounts(lines)) return true;
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

/**
 * Samples without a stack: a folded export has a thread's name alone on their lines, in one word. A table or a log has other lines
 * too, or dates and numbers for words. The last line may be cut off.
 */
function areCounts(lines: readonly string[]): boolean {
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const last = lines.at(-1) ?? '';
  return whole.length > 0 && whole.every((line) => WORD_AND_COUNT.test(line)) && /^\S+(?:\s\S*\d)?$/.test(last);
}

const WORD_AND_COUNT = /^(?=\S*\p{L})\S+\s\d+(?:\.\d+)?$/u;
