/** What benches print, one line of JSON each: a time in milliseconds or a value with its unit, and the most it may be. */
export interface Figure {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: { readonly limit: number; readonly kind: 'at most' | 'at least' } | undefined;
}

/** Lines that are no figures are left out: a bench may say other things. */
export function readFigures(output: string): Figure[] {
  return output.split('\n').flatMap((line) => {
    const figure = readFigure(line);
    return figure === undefined ? [] : [figure];
  });
}

function readFigure(line: string): Figure | undefined {
  if (!line.startsWith('{')) return undefined;
  const read: unknown = JSON.parse(line);
  if (!isRecord(read) || typeof read['bench'] !== 'string') return undefined;
  const { bench, milliseconds, value, unit, budget } = read;
  const limit = typeof budget === 'number' ? { limit: budget, kind: 'at most' as const } : undefined;
  if (typeof milliseconds === 'number') return { bench, value: milliseconds, unit: 'ms', budget: limit };
  if (typeof value === 'number') return { bench, value, unit: typeof unit === 'string' ? unit : '', budget: limit };
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function isMet({ value, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return budget.kind === 'at most' ? value <= budget.limit : value >= budget.limit;
}

/** Columns: figure, value, budget, verdict. */
export function printTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.bench,
    `${figure.value} ${figure.unit}`,
    figure.budget === undefined ? '' : `${figure.budget.kind} ${figure.budget.limit}`,
    figure.budget === undefined ? '' : isMet(figure) ? 'ok' : 'MISSED',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
