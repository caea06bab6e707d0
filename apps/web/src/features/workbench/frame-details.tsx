'use client';

import { useCallback } from 'react';
import { Button } from '../../ui/button.tsx';
import { Name } from '../../ui/name.tsx';
import type { ProfileClient } from '../../worker/profile-client.ts';
import type { FrameDetailsRequest, FrameTarget, WireNeighbour, WireSelection } from '../../worker/protocol.ts';
import { type FlamePath, stepName } from './flame-graph/flame-path.ts';
import { type WeightScale, weightAndShare } from './flame-graph/frame-words.ts';
import { frameColor, kindColor, kindWords, LEGEND_KINDS } from './frame-colors.ts';
import { isUnresolved, lastPart } from './mapping-words.ts';
import { useAnswer } from './use-answer.ts';
import { shareWords, weightWords } from './words.ts';

/** One frame at one place (every step with its mapping), or a function wherever it stands. */
export type Inspected = FrameTarget;

export interface FrameDetailsProps {
  readonly client: ProfileClient;
  readonly selection: WireSelection;
  readonly scale: WeightScale;
  readonly inspected: Inspected | undefined;
  /** While a selection is dragged, what stands here waits. */
  readonly isLive: boolean;
  readonly onFind: (name: string) => void;
  readonly onInspect: (inspected: Inspected) => void;
}

const NEIGHBOURS = 8;

/** Everything about one function: what it is, what it weighs here and everywhere, who calls it and whom it calls. */
export function FrameDetails({ client, selection, scale, inspected, isLive, onFind, onInspect }: FrameDetailsProps) {
  const ask = useCallback((question: FrameDetailsRequest) => client.frameDetails(question), [client]);
  const isFrame = inspected !== undefined && (inspected.kind === 'frame' || inspected.path.length > 0);
  const question: FrameDetailsRequest | undefined =
    isFrame && !isLive ? { ...selection, target: inspected } : undefined;
  const whole: FrameDetailsRequest | undefined =
    question === undefined || selection.ranges === undefined ? undefined : { ...question, ranges: undefined };
  const here = useAnswer(question, ask).latest?.answer.details;
  const everywhere = useAnswer(whole, ask).latest?.answer.details;
  if (!isFrame || here === undefined) {
    return (
      <section aria-label="Frame" className="flex flex-col gap-3">
        <p className="text-dim">
          {isFrame
            ? 'This function is not in the selection.'
            : 'Click a frame to zoom and to see its callers here, or walk with the arrow keys.'}
        </p>
        <KindLegend />
      </section>
    );
  }
  return (
    <section aria-label="Frame" className="flex min-w-0 flex-col gap-3">
      <div className="min-w-0">
        <h2 className="font-semibold text-ink [overflow-wrap:anywhere]">
          <Name>{here.name}</Name>
        </h2>
        <p className="text-dim [overflow-wrap:anywhere]">
          <span
            aria-hidden="true"
            className="mr-1.5 inline-block size-2.5 rounded-[2px]"
            style={{ background: frameColor(here.name, here.kind) }}
          />
          {kindWords(here.kind)}
          {here.tier !== undefined && `, ${here.tier}`}
          {here.mapping !== undefined && (
            <>
              {' · '}
              <Name>{here.mapping}</Name>
            </>
          )}
        </p>
        {here.original !== here.name && (
          <p className="text-dim text-sm [overflow-wrap:anywhere]">
            As recorded:{' '}
            <code className="font-mono text-ink text-xs">
              <Name>{here.original}</Name>
            </code>
          </p>
        )}
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 tabular-nums">
        {here.pathTotal !== undefined && (
          <>
            <dt className="text-dim">this frame, total</dt>
            <dd>{weightAndShare(here.pathTotal, scale)}</dd>
            <dt className="text-dim">this frame, self</dt>
            <dd>{weightAndShare(here.pathSelf ?? 0, scale)}</dd>
          </>
        )}
        <dt className="text-dim">function, total</dt>
        <dd>{weightAndShare(here.total, scale)}</dd>
        <dt className="text-dim">function, self</dt>
        <dd>{weightAndShare(here.self, scale)}</dd>
        {selection.ranges !== undefined && everywhere !== undefined && (
          <>
            <dt className="text-dim">in the whole profile</dt>
            <dd>{shareWords(everywhere.total, everywhere.selectionTotal)} total</dd>
          </>
        )}
      </dl>
      <div>
        <Button onClick={() => onFind(here.name)}>Find all in the flame graph</Button>
      </div>
      {inspected.kind === 'path' && inspected.path.length > 1 && (
        <CallersPath path={inspected.path} onInspect={onInspect} />
      )}
      <Neighbours title="Called by" neighbours={here.callers} scale={scale} onInspect={onInspect} />
      <Neighbours title="Calls" neighbours={here.callees} scale={scale} onInspect={onInspect} />
    </section>
  );
}

function CallersPath({ path, onInspect }: { path: FlamePath; onInspect: (inspected: Inspected) => void }) {
  return (
    <details>
      <summary className="rounded-sm text-dim">Path from the root, {path.length} levels</summary>
      <ol className="mt-1 max-h-56 overflow-y-auto text-sm">
        {path.map((step, index) => (
          <li key={path.slice(0, index + 1).join(';')} className="truncate">
            <button
              type="button"
              onClick={() => onInspect({ kind: 'path', path: path.slice(0, index + 1) })}
              className="max-w-full truncate rounded-sm text-left hover:underline"
            >
              <Name>{stepName(step)}</Name>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Neighbours({
  title,
  neighbours,
  scale,
  onInspect,
}: {
  title: string;
  neighbours: readonly WireNeighbour[];
  scale: WeightScale;
  onInspect: (inspected: Inspected) => void;
}) {
  if (neighbours.length === 0) return null;
  return (
    <div>
      <h3 className="font-medium text-dim text-sm">{title}</h3>
      <ul className="mt-0.5 flex flex-col text-sm tabular-nums">
        {neighbours.slice(0, NEIGHBOURS).map((neighbour) => (
          <li key={`${neighbour.frame} ${neighbour.name}`} className="flex min-w-0 items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 rounded-[2px]"
              style={{ background: frameColor(neighbour.name, neighbour.kind) }}
            />
            {neighbour.frame < 0 ? (
              <span className="truncate">
                <Name>{neighbour.name}</Name>
              </span>
            ) : (
              <button
                type="button"
                onClick={() => onInspect({ kind: 'frame', frame: neighbour.frame })}
                className="min-w-0 truncate rounded-sm text-left hover:underline"
              >
                <NeighbourName neighbour={neighbour} />
              </button>
            )}
            <span
              className="ml-auto shrink-0 text-dim"
              title={weightWords(neighbour.total, scale.unit, scale.eventName)}
            >
              {shareWords(neighbour.total, scale.total)}
            </span>
          </li>
        ))}
        {neighbours.length > NEIGHBOURS && <li className="text-faint">and {neighbours.length - NEIGHBOURS} more</li>}
      </ul>
    </div>
  );
}

/** Frames without a symbol share their name: only the mapping tells them apart. */
function NeighbourName({ neighbour }: { neighbour: WireNeighbour }) {
  return (
    <>
      <Name>{neighbour.name}</Name>
      {isUnresolved(neighbour.name) && neighbour.mapping !== undefined && (
        <span className="text-dim">
          {' '}
          <Name>{lastPart(neighbour.mapping)}</Name>
        </span>
      )}
    </>
  );
}

function KindLegend() {
  return (
    <ul aria-label="Colours of the frames" className="flex flex-wrap gap-x-3 gap-y-1 text-dim text-sm">
      {LEGEND_KINDS.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[2px]" style={{ background: kindColor(kind) }} />
          {kindWords(kind)}
        </li>
      ))}
    </ul>
  );
}
