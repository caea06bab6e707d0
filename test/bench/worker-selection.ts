import { answerSelect } from '../../apps/web/src/worker/answer-select.ts';
import { createProfileState } from '../../apps/web/src/worker/profile-state.ts';
import type { SelectRequest, WireAnswerOfKind, WireFilter } from '../../apps/web/src/worker/protocol.ts';
import { flameGraphNodes } from '../../packages/profile/src/index.ts';
import { syntheticProfile, TWO_MINUTES_OF_32_CPUS } from '../../packages/profile/src/testing/index.ts';

const SECOND_NS = 1_000_000_000;
/** From a selection to the flame graph's data, inside the worker, with 200,000 samples. */
const BUDGET_MS = 8;
/** Of the flame graph on a screen of 1,920 CSS pixels. */
const PICTURE_WIDTH = 1500;

/**
 * What the page's worker needs from a selection to its answer, on two minutes of 32 CPUs, and what the way to the page costs. One JSON line a figure.
 */
export function benchWorkerSelection(): void {
  const profile = syntheticProfile(TWO_MINUTES_OF_32_CPUS);
  const opening = performance.now();
  const state = createProfileState(profile);
  print({
    bench: 'worker: derive what an open profile needs',
    milliseconds: round(performance.now() - opening),
    samples: profile.samples.length,
    callNodes: state.callNodes.length,
  });
  const filter: WireFilter = { event: 0, idle: 'exclude' };
  const lengths = [
    ['20 ms', 0.02],
    ['1 s', 1],
    ['10 s', 10],
    ['all', undefined],
  ] as const;
  for (const [name, seconds] of lengths) {
    // Another range each time: nothing remembered may answer.
    const request = (run: number): SelectRequest => ({
      filter,
      ranges:
        seconds === undefined
          ? [{ startNs: run, endNs: 200 * SECOND_NS }]
          : [{ startNs: 30 * SECOND_NS + run, endNs: (30 + seconds) * SECOND_NS }],
      measure: 'samples',
      functions: 0,
      pictureWidth: PICTURE_WIDTH,
    });
    report(`worker: ${name} selected → flame graph`, BUDGET_MS, (run) => select(request(run)), selectElsewhere);
    report(
      `worker: ${name} selected → flame graph, 50 functions, search`,
      undefined,
      (run) => select({ ...request(run), functions: 50, search: 'alloc' }),
      selectElsewhere,
    );
    const answer = select(request(0));
    report(`worker: ${name}'s answer to the page, unpacked there`, undefined, () =>
      flameGraphNodes(structuredClone(answer.packed)),
    );
  }
  report(
    'worker: a stripe of 100 ranges → flame graph',
    BUDGET_MS,
    (run) =>
      select({
        filter,
        ranges: Array.from({ length: 100 }, (_, column) => ({
          startNs: column * SECOND_NS + 300_000_000 + run,
          endNs: column * SECOND_NS + 340_000_000,
        })),
        measure: 'samples',
        functions: 0,
        pictureWidth: PICTURE_WIDTH,
      }),
    selectElsewhere,
  );
  report('worker: a drag goes on by 100 ms, at 10 s to 14 s → flame graph', BUDGET_MS, (run) =>
    select({
      filter,
      ranges: [{ startNs: 30 * SECOND_NS, endNs: 40 * SECOND_NS + run * 100_000_000 }],
      measure: 'samples',
      functions: 0,
      pictureWidth: PICTURE_WIDTH,
    }),
  );

  /** So that a selection has nothing in common with the one before it, of which only the difference would be added up. */
  function selectElsewhere(): void {
    select({ filter, ranges: [{ startNs: 0, endNs: 6_000_000 }], measure: 'samples', functions: 0 });
  }

  function select(query: SelectRequest): WireAnswerOfKind['select'] {
    return answerSelect(state, query, () => performance.now());
  }
}

/** Median of 31 runs after five to warm up. */
function report(
  bench: string,
  budget: number | undefined,
  run: (run: number) => unknown,
  before: () => void = () => undefined,
): void {
  const times: number[] = [];
  for (let i = 0; i < 36; i++) {
    before();
    const start = performance.now();
    run(i);
    if (i >= 5) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  print({
    bench,
    milliseconds: round(times[times.length >> 1] ?? 0),
    least: round(times[0] ?? 0),
    ...(budget === undefined ? {} : { budget }),
  });
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

function print(line: object): void {
  console.log(JSON.stringify(line));
}
