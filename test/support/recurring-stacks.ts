/** A text in which stacks recur as they do in recordings: whole, with another leaf, with other callers under the same root, and damaged. */
const SYMBOLS = ['main', 'run', 'std::sort<int>', 'operator()(int)', 'alloc_pages', 'x', 'do_syscall_64', '[unknown]'];
const MAPPINGS = ['[kernel.kallsyms]', '/usr/bin/node', '/tmp/dir with (paren) spaces/lib a b.so', '[unknown]'];
const THREADS = ['swapper     0 [000]', 'node  4242 [001]', 'a long thread name 77/78 [013]', 'sh 9'];
const ODD_LINES = [
  '\n',
  '  file.c:12\n',
  '\t\n',
  'WARNING: something\n',
  '\t            7f12 f\0 (/x)\n',
  '\t   1f (/y)\r\n',
  '# x\n',
];

export function writeRecurringStacks(samples: number, random: () => number): Uint8Array {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const line = (): string =>
    `\t${Math.floor(random() * 4096)
      .toString(16)
      .padStart(
        16,
        random() < 0.5 ? 'f' : ' ',
      )} ${pick(SYMBOLS)}${random() < 0.8 ? '+0x1f' : ''} (${pick(MAPPINGS)})\n`;
  const known: string[][] = [];
  let text = '';
  for (let i = 0; i < samples; i++) {
    const old = random() < 0.8 ? pick(known) : undefined;
    const lines = old === undefined ? Array.from({ length: Math.floor(random() * 40) }, line) : [...old];
    if (old !== undefined && random() < 0.5) lines[0] = line();
    if (old !== undefined && random() < 0.2) lines.splice(0, Math.floor(random() * lines.length), line(), line());
    known.push(lines);
    const printed = [...lines];
    if (random() < 0.1) printed.splice(Math.floor(random() * printed.length), 0, pick(ODD_LINES) ?? '');
    const end = random() < 0.95 ? '\n' : '';
    text += `${pick(THREADS)} ${1000 + i}.${String(i).padStart(6, '0')}:   ${random() < 0.8 ? 250000 : i} cycles: \n${printed.join('')}${end}`;
  }
  return Buffer.from(text, 'latin1');
}
