import { createPortal } from 'react-dom';
import { Name } from '../../../ui/name.tsx';
import { kindWords } from '../frame-colors.ts';
import type { FrameSpot } from './flame-chart.ts';
import { type WeightScale, weightAndShare } from './frame-words.ts';

const WIDTH = 340;
const GAP = 6;

/** Beside the frame, never under the pointer. Names are React text, so whatever a profile calls a function is only a name. */
export function FrameTooltip({ spot, scale }: { spot: FrameSpot; scale: WeightScale }) {
  const left = Math.max(8, Math.min(spot.left, window.innerWidth - WIDTH - 16));
  const fitsBelow = spot.bottom + 120 < window.innerHeight;
  const place = fitsBelow ? { top: spot.bottom + GAP } : { bottom: window.innerHeight - spot.top + GAP };
  return createPortal(
    <div
      aria-hidden="true"
      className="pointer-events-none fixed z-30 max-w-[calc(100vw-2rem)] rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm"
      style={{ left, width: WIDTH, ...place }}
    >
      <div className="break-words font-medium text-ink [overflow-wrap:anywhere]">
        <Name>{clipped(spot.node.n)}</Name>
      </div>
      <div className="truncate text-dim">
        {kindWords(spot.node.k)}
        {spot.node.m !== undefined && (
          <>
            {' · '}
            <Name>{spot.node.m}</Name>
          </>
        )}
      </div>
      <dl className="mt-1 grid grid-cols-[3rem_1fr] tabular-nums">
        <dt className="text-dim">total</dt>
        <dd>{weightAndShare(spot.node.v, scale)}</dd>
        <dt className="text-dim">self</dt>
        <dd>{weightAndShare(spot.node.s, scale)}</dd>
      </dl>
    </div>,
    document.body,
  );
}

/** Templates of C++ can make names of thousands of letters. */
function clipped(name: string): string {
  return name.length > 300 ? `${name.slice(0, 300)}…` : name;
}
