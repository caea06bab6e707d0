import {
  AppError,
  type ExportQuery,
  type FlameGraphQuery,
  type HeatMapQuery,
  parseDecimalSeconds,
  parseTimeRanges,
  printDecimalSeconds,
  type SampleFilterQuery,
  type SamplesQuery,
} from '@subsecond/contracts';
import { NAME_RULES_VERSION, NAME_SWITCHES, parseNameSwitches, printNameSwitches } from '@subsecond/names';
import { encodeChunkRecord, encodeRecordsHeader, fittingPeriodNs, MAX_HEAT_MAP_BINS } from '@subsecond/profile';
import { requireProfile } from './access.ts';
import type { FilterRequest, ProfileSource } from './analysis-messages.ts';
import type { AnalysisPool } from './analysis-pool.ts';
import type { ParsedSummary, Principal, ProfileRecord, TeamTransactions } from './ports.ts';
import { tablesVersion } from './profile-resource.ts';
import { createStoredData } from './stored-data.ts';
import { heatMapOfStoredBins, STORED_PERIOD_NS, STORED_ROWS } from './stored-heat-map.ts';

/** Text or bytes that leave as they are, with the version of the tables they were made from. */
export interface AnalysisAnswer {
  readonly body: Uint8Array;
  readonly version: string;
  readonly profileName: string;
}

export interface StoredStream {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly version: string;
}

export interface AnalysisService {
  /** JSON of a `HeatMapAnswer`. */
  heatMap(principal: Principal, id: string, query: HeatMapQuery): Promise<AnalysisAnswer>;
  /** JSON of a `FlameGraphAnswer`, or one of the formats that other tools read, as the query says. */
  flameGraph(principal: Principal, id: string, query: FlameGraphQuery): Promise<AnalysisAnswer>;
  /** The samples as a table. */
  sampleTable(principal: Principal, id: string, query: ExportQuery): Promise<AnalysisAnswer>;
  /** Concatenated chunk records; see docs/profile-format.md. */
  samples(principal: Principal, id: string, query: SamplesQuery): Promise<StoredStream>;
  /** One deflated stream of stack tables. */
  stacks(principal: Principal, id: string): Promise<AnalysisAnswer>;
}

export interface AnalysisServiceDeps {
  readonly teams: TeamTransactions;
  readonly pool: Pick<AnalysisPool, 'run'>;
}

/** As JSON some 10 MB; more can be had from /samples. */
const MAX_ANSWER_BINS = Math.min(MAX_HEAT_MAP_BINS, 4_000_000);
const COLUMNS_ON_A_SCREEN = 240;
/** Rows that are in memory at once. */
const SECONDS_PER_BATCH = 600;

export function createAnalysisService({ teams, pool }: AnalysisServiceDeps): AnalysisService {
  return {
    async heatMap(principal, id, query) {
      const profile = await requireProfile(teams, principal, 'read', id);
      const parsed = requireReady(profile);
      const event = requireEvent(parsed, query.event);
      const { lastSampleNs } = parsed;
      if (lastSampleNs === undefined) throw noTimes('a heat map has nothing to lay out');
      const periodNs = requirePeriod(query, lastSampleNs);
      const answer = { version: tablesVersion(parsed), profileName: profile.name };
      if (isStored(query, periodNs)) {
        const stored = await teams.inTeam(principal.teamId, (repositories) => repositories.tables.bins(id, event));
        return { ...answer, body: toBytes(JSON.stringify(heatMapOfStoredBins(parsed, event, stored, query.idle))) };
      }
      const request = {
        kind: 'heat-map',
        event,
        filter: toFilterRequest(query),
        rows: query.rows,
        periodNs,
        measure: query.measure,
      } as const;
      return {
        ...answer,
        body: await pool.run(
          { source: toSource(profile, parsed), request },
          createStoredData(teams, principal.teamId, id, parsed.events.length),
        ),
      };
    },

    async flameGraph(principal, id, query) {
      const profile = await requireProfile(teams, principal, 'read', id);
      const parsed = requireReady(profile);
      const event = requireEvent(parsed, query.event);
      const names = requireNames(query);
      const request = {
        kind: 'flame-graph',
        event,
        filter: toFilterRequest(query),
        ranges: requireRanges(query, parsed),
        measure: query.measure,
        format: query.format,
        names,
      } as const;
      const body = await pool.run(
        { source: toSource(profile, parsed), request },
        createStoredData(teams, principal.teamId, id, parsed.events.length),
      );
      const version = tablesVersion(parsed);
      return {
        version: names === 'raw' ? version : `${version}-names${NAME_RULES_VERSION}`,
        profileName: profile.name,
        body,
      };
    },

    async sampleTable(principal, id, query) {
      const profile = await requireProfile(teams, principal, 'read', id);
      const parsed = requireReady(profile);
      const request = {
        kind: 'sample-table',
        event: requireEvent(parsed, query.event),
        filter: toFilterRequest(query),
        ranges: requireRanges(query, parsed),
        format: query.format,
      } as const;
      const body = await pool.run(
        { source: toSource(profile, parsed), request },
        createStoredData(teams, principal.teamId, id, parsed.events.length),
      );
      return { version: tablesVersion(parsed), profileName: profile.name, body };
    },

    async samples(principal, id, query) {
      const profile = await requireProfile(teams, principal, 'read', id);
      const parsed = requireReady(profile);
      const events =
        query.event === undefined ? parsed.events.map((_event, index) => index) : [requireEvent(parsed, query.event)];
      if (query.from !== undefined && query.to !== undefined && query.to <= query.from)
        throw reversed('from', 'to', String(query.from), String(query.to));
      const isWhole = query.from === undefined && query.to === undefined;
      const end = Math.min(query.to ?? Number.MAX_SAFE_INTEGER, lastSecond(parsed) + 1);
      return {
        version: tablesVersion(parsed),
        chunks: readRecords(teams, principal, id, { events, from: isWhole ? -1 : (query.from ?? 0), end }),
      };
    },

    async stacks(principal, id) {
      const profile = await requireProfile(teams, principal, 'read', id);
      const parsed = requireReady(profile);
      const parts = await teams.inTeam(principal.teamId, (repositories) => repositories.tables.stackParts(id));
      return { version: tablesVersion(parsed), profileName: profile.name, body: Buffer.concat(parts) };
    },
  };
}

async function* readRecords(
  teams: TeamTransactions,
  principal: Principal,
  id: string,
  { events, from, end }: { events: readonly number[]; from: number; end: number },
): AsyncGenerator<Uint8Array> {
  yield encodeRecordsHeader();
  for (const event of events) {
    for (let second = from; second < end; ) {
      const range = { from: second, to: end, limit: SECONDS_PER_BATCH };
      const rows = await teams.inTeam(principal.teamId, (repositories) =>
        repositories.tables.seconds(id, event, range),
      );
      for (const row of rows)
        yield encodeChunkRecord({
          event: row.event,
          second: row.second,
          sampleCount: row.sampleCount,
          bytes: row.samples,
        });
      // Seconds without a sample have no row: a recording of days may have a handful.
      second = rows.length < SECONDS_PER_BATCH ? end : (rows.at(-1)?.second ?? end) + 1;
    }
  }
}

function requireReady(profile: ProfileRecord): ParsedSummary {
  if (profile.status === 'failed')
    throw new AppError(
      'profile-failed',
      `"${profile.name}" could not be read: ${profile.error?.message ?? 'the reason was not kept'} ${profile.error?.cure ?? ''}`.trim(),
    );
  if (profile.status !== 'ready' || profile.parsed === undefined) {
    throw new AppError(
      'profile-not-ready',
      `"${profile.name}" is ${profile.status}. Follow /api/v1/profiles/${profile.id}/progress until it is ready.`,
    );
  }
  return profile.parsed;
}

function requireEvent(parsed: ParsedSummary, name: string | undefined): number {
  const wanted = name ?? parsed.defaultEvent;
  const index = parsed.events.findIndex((event) => event.name === wanted);
  if (index >= 0) return index;
  throw new AppError(
    'event-not-found',
    `The profile has no event ${JSON.stringify(wanted)}. It has: ${parsed.events.map((event) => JSON.stringify(event.name)).join(', ')}.`,
  );
}

/** The one asked for, if an answer holds it; without one a second, or the period of a map that fits on a screen. */
function requirePeriod({ period, rows }: HeatMapQuery, lastSampleNs: number): number {
  const binsOf = (periodNs: number) => (Math.floor(lastSampleNs / periodNs) + 1) * rows;
  if (period === undefined)
    return binsOf(STORED_PERIOD_NS) > MAX_ANSWER_BINS
      ? fittingPeriodNs(lastSampleNs, COLUMNS_ON_A_SCREEN)
      : STORED_PERIOD_NS;
  const periodNs = requireSeconds('period', period);
  if (binsOf(periodNs) <= MAX_ANSWER_BINS) return periodNs;
  const fitting = printDecimalSeconds(fittingPeriodNs(lastSampleNs, Math.floor(MAX_ANSWER_BINS / rows)));
  throw new AppError(
    'bad-query',
    `A period of ${period} s and ${rows} rows make ${binsOf(periodNs)} bins, and an answer holds ${MAX_ANSWER_BINS} at most. Ask for a longer period, such as period=${fitting}, or for fewer rows.`,
  );
}

function requireRanges(
  { start, end, ranges }: Pick<FlameGraphQuery, 'start' | 'end' | 'ranges'>,
  parsed: ParsedSummary,
): { startNs: number; endNs: number }[] | undefined {
  if (ranges !== undefined) {
    if (start !== undefined || end !== undefined)
      throw new AppError(
        'bad-query',
        'The query has "ranges" beside "start" or "end". Give either one range by its start and end, or several as "ranges".',
      );
    if (parsed.lastSampleNs === undefined) throw noTimes('no sample lies in any range');
    const afterLast = endOfRecording(parsed);
    return (parseTimeRanges(ranges) ?? []).map(({ startNs, endNs }) => ({
      startNs,
      endNs: Math.max(startNs, Math.min(endNs, afterLast)),
    }));
  }
  if (start === undefined && end === undefined) return undefined;
  const startNs = start === undefined ? 0 : requireSeconds('start', start);
  const endNs = end === undefined ? undefined : requireSeconds('end', end);
  if (endNs !== undefined && endNs <= startNs)
    throw reversed('start', 'end', printDecimalSeconds(startNs), printDecimalSeconds(endNs));
  if (parsed.lastSampleNs === undefined) throw noTimes('no sample lies in any range');
  const afterLast = endOfRecording(parsed);
  return [{ startNs, endNs: Math.max(startNs, Math.min(endNs ?? afterLast, afterLast)) }];
}

/** A picture is for people; whatever else reads an answer gets what perf printed, unless it asks. */
function requireNames({ names, format }: FlameGraphQuery): string {
  if (names === undefined) return format === 'svg' ? 'readable' : 'raw';
  const switches = parseNameSwitches(names);
  if (switches === undefined)
    throw new AppError(
      'bad-query',
      `The query parameter "names" is ${JSON.stringify(names)}. It takes "raw", "readable", or a list without repetition of: ${NAME_SWITCHES.join(', ')}.`,
    );
  return printNameSwitches(switches);
}

/** Ranges are clamped to it, so that one that ends with the universe does not ask for all its seconds. */
function endOfRecording(parsed: ParsedSummary): number {
  return (lastSecond(parsed) + 1) * 1_000_000_000;
}

function requireSeconds(name: string, text: string): number {
  const ns = parseDecimalSeconds(text);
  if (ns !== undefined) return ns;
  throw new AppError(
    'bad-query',
    `The query parameter "${name}" is ${JSON.stringify(text)}, which is no decimal number of seconds. Give one such as 63.1, with at most 9 digits after the point.`,
  );
}

function reversed(first: string, second: string, from: string, to: string): AppError {
  return new AppError(
    'bad-query',
    `The range is reversed or empty: "${second}" (${to}) is not after "${first}" (${from}). Ranges are half-open; give "${second}" the larger value.`,
  );
}

function noTimes(consequence: string): AppError {
  return new AppError(
    'no-times',
    `None of the profile's samples has a time, so ${consequence}. Ask for the flame graph without "start" and "end", or print the recording again with perf script -F +time.`,
  );
}

function lastSecond(parsed: ParsedSummary): number {
  return parsed.lastSampleNs === undefined ? -1 : Math.floor(parsed.lastSampleNs / 1_000_000_000);
}

function isStored(query: HeatMapQuery, periodNs: number): boolean {
  const { cpu, pid, tid, comm, search, measure, rows } = query;
  return (
    [cpu, pid, tid, comm, search].every((filter) => filter === undefined) &&
    measure === 'samples' &&
    rows === STORED_ROWS &&
    periodNs === STORED_PERIOD_NS
  );
}

function toFilterRequest(query: SampleFilterQuery): FilterRequest {
  return {
    cpus: query.cpu,
    pids: query.pid,
    tids: query.tid,
    comms: query.comm,
    search: query.search,
    idle: query.idle,
  };
}

function toSource(profile: ProfileRecord, parsed: ParsedSummary): ProfileSource {
  return {
    profileId: profile.id,
    version: tablesVersion(parsed),
    name: profile.name,
    timeZeroSeconds: parsed.timeZeroSeconds,
    timeResolutionNs: parsed.timeResolutionNs,
    events: parsed.events.map(({ name, weightUnit, fixedWeight, frequencyHz }) => ({
      name,
      weightUnit,
      fixedWeight: fixedWeight ?? undefined,
      frequencyHz: frequencyHz ?? undefined,
    })),
  };
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
