import { Name } from '../../../ui/name.tsx';
import { type FlamePath, stepName } from './flame-path.ts';

/**
 * The way to the zoomed frame. A click on a part goes back out to it; a long way is shortened in its middle. It has its
 * line even where nothing is zoomed, so that a zoom moves nothing.
 */
export function ZoomTrail({
  zoom,
  known,
  onZoom,
}: {
  zoom: FlamePath /** How many of the steps this selection has. */;
  known: number;
  onZoom: (path: FlamePath) => void;
}) {
  const parts = zoom.map((step, index) => ({ name: stepName(step), path: zoom.slice(0, index + 1) }));
  const isLong = parts.length > 6;
  const shown = isLong ? [...parts.slice(0, 2), ...parts.slice(-3)] : parts;
  return (
    <nav aria-label="Zoom" className="flex min-w-0 flex-wrap items-center gap-x-1 text-sm">
      {zoom.length === 0 ? (
        <span className="px-1 text-dim">all · click a frame to zoom</span>
      ) : (
        <button type="button" onClick={() => onZoom([])} className="rounded-sm px-1 text-accent hover:underline">
          all
        </button>
      )}
      {shown.map((part, index) => (
        <span key={part.path.length} className="flex min-w-0 items-center gap-x-1">
          <span aria-hidden="true" className="text-faint">
            ›
          </span>
          {isLong && index === 2 && <span className="text-faint">{parts.length - 5} more ›</span>}
          {part.path.length === zoom.length ? (
            <span aria-current="true" className="max-w-72 truncate px-1 font-medium">
              <Name>{part.name}</Name>
            </span>
          ) : (
            <button
              type="button"
              onClick={() => onZoom(part.path)}
              className="max-w-48 truncate rounded-sm px-1 text-accent hover:underline"
            >
              <Name>{part.name}</Name>
            </button>
          )}
        </span>
      ))}
      {known < zoom.length && <span className="px-1 text-warn">not in this selection</span>}
    </nav>
  );
}
