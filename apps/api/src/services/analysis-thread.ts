import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '@subsecond/contracts';
import { ExportTooLargeError } from '@subsecond/export';
import type {
  AnalysisJob,
  FromThread,
  SampleSelection,
  StoredChunk,
  StoredData,
  StoredTables,
  ToThread,
} from './analysis-messages.ts';
import { createAnalysisTables } from './analysis-tables.ts';
import { answerFlameGraph, answerHeatMap, answerSampleTable } from './answer-analysis.ts';

/** Entry point of an analysis thread: one job at a time, what it lacks is asked for, the answer leaves as bytes. */

const port = parentPort;
if (port === null) throw new Error('analysis-thread.ts runs as a worker thread of analysis-pool.ts');
const cacheBytes: unknown = workerData;
const tables = createAnalysisTables(typeof cacheBytes === 'number' ? cacheBytes : 0);
const waiting: { tables?: PromiseWithResolvers<StoredTables>; chunks?: PromiseWithResolvers<readonly StoredChunk[]> } =
  {};

const send = (message: FromThread, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, [...transfer]);

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'job':
      void answer(message.id, message.job);
      break;
    case 'tables':
      waiting.tables?.resolve(message.tables);
      break;
    case 'chunks':
      waiting.chunks?.resolve(message.chunks);
      break;
    case 'load-failed':
      waiting.tables?.reject(new Error(message.message));
      waiting.chunks?.reject(new Error(message.message));
      break;
  }
});

async function answer(id: number, job: AnalysisJob): Promise<void> {
  try {
    const body = await compute(job, dataOf(id));
    send({ kind: 'answer', id, body }, [body.buffer]);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== undefined) send({ kind: 'refused', id, code: refusal.code, detail: refusal.detail });
    else send({ kind: 'failed', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Undefined for what nobody expected. */
function refusalOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (!(error instanceof ExportTooLargeError)) return undefined;
  return new AppError(
    'export-too-large',
    `The selection is too large for this format: ${error.message}. Choose a shorter range or a filter, or ask for pprof or folded stacks, which write a stack once.`,
  );
}

async function compute({ source, request }: AnalysisJob, data: StoredData): Promise<Uint8Array<ArrayBuffer>> {
  const loaded = await tables.load(source, selectionOf(request), data);
  switch (request.kind) {
    case 'heat-map':
      return new TextEncoder().encode(answerHeatMap(loaded, request));
    case 'flame-graph':
      return answerFlameGraph(loaded, request, source.name);
    case 'sample-table':
      return answerSampleTable(loaded, request, source.name);
  }
}

/** A heat map's columns end with the last sample of any event, and its lattice is judged over the whole recording. */
function selectionOf(request: AnalysisJob['request']): SampleSelection {
  if (request.kind === 'heat-map') return { event: undefined, seconds: undefined };
  const { event, ranges } = request;
  if (ranges === undefined) return { event, seconds: undefined };
  const startNs = ranges.reduce((least, range) => Math.min(least, range.startNs), Number.POSITIVE_INFINITY);
  const endNs = ranges.reduce((most, range) => Math.max(most, range.endNs), 0);
  return { event, seconds: { from: Math.floor(startNs / 1_000_000_000), to: Math.ceil(endNs / 1_000_000_000) } };
}

function dataOf(id: number): StoredData {
  return {
    tables() {
      waiting.tables = Promise.withResolvers<StoredTables>();
      send({ kind: 'load-tables', id });
      return waiting.tables.promise;
    },
    chunks(selection) {
      waiting.chunks = Promise.withResolvers<readonly StoredChunk[]>();
      send({ kind: 'load-chunks', id, selection });
      return waiting.chunks.promise;
    },
  };
}
