/** Cells of a heat map, the way a spike looks in one: [column, row from the top, colour]. */
const CELLS: readonly (readonly [number, number, string])[] = [
  [0, 1, '#f1605d'],
  [0, 2, '#721f81'],
  [1, 0, '#fea95f'],
  [1, 1, '#f1605d'],
  [1, 2, '#57157e'],
  [2, 1, '#fa7f5e'],
  [2, 2, '#8c2981'],
];

export function LogoMark({ size = 18 }: { size?: number }) {
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden="true" className="shrink-0">
      {CELLS.map(([column, row, fill]) => (
        <rect key={`${column}-${row}`} x={column * 6 + 0.5} y={row * 6 + 0.5} width="5" height="5" rx="1" fill={fill} />
      ))}
    </svg>
  );
}
