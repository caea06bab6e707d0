/**
 * pprof (Go, gperftools, Datadog, Parca, Pyroscope …): sums per stack, usually without times. Every sample type becomes an event.
 * The caller has inflated the file.
 */
import { NONE } from '@subsecond/profile';
import type { ParseResult } from '../parse-result.ts';
import {
  createWireCursor,
  forEachNumber,
  messageCursor,
  nextField,
  signedOf,
  unsignedOf,
  type WireCursor,
} from '../protobuf/wire-cursor.ts';
import {
  addEvent,
  addSample,
  addThread,
  createProfileBuilder,
  finishBuilding,
  noteWarning,
} from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { createLabels, type PprofLabels, readLabel } from './pprof-labels.ts';
import { ProfileField } from './pprof-schema.ts';
import { createPprofStacks, stackOfLocations } from './pprof-stacks.ts';
import { type PprofTables, readPprofTables, textAt } from './pprof-tables.ts';
import { chooseSampleTypes } from './sample-types.ts';

export function readPprof(bytes: Uint8Array, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const tables = readPprofTables(bytes);
  const types = chooseSampleTypes(tables);
  const stacks = createPprofStacks(builder, tables);
  const events = types.map((type) => addEvent(builder, type.name, type.unit));
  const comm = programName(tables);
  const baseSeconds = firstSecond(bytes, tables);

  const locations: number[] = [];
  const values: number[] = [];
  let damaged = 0;
  eachSample(bytes, (sample) => {
    locations.length = 0;
    values.length = 0;
    const labels = readSample(sample, tables, locations, values);
    const stack = stackOfLocations(stacks, locations);
    if (stack === undefined || values.length > types.length) {
      damaged++;
      return;
    }
    const thread = addThread(builder, labels.pid ?? Number.NaN, labels.tid ?? Number.NaN, labels.comm ?? comm);
    const timeNs =
      labels.timeNs === undefined ? Number.NaN : Number(labels.timeNs - BigInt(baseSeconds) * 1_000_000_000n);
    for (let i = 0; i < values.length; i++) {
      const weight = values[i] * types[i].scale;
      if (weight < 0) damaged++;
      else if (weight > 0)
        addSample(builder, { timeNs, thread, stack, event: events[i], weight, cpu: labels.cpu ?? NONE });
    }
  });
  noteWarning(builder.notes, 'entry-not-understood', damaged + stacks.damaged);
  if (tables.lacksTexts) noteWarning(builder.notes, 'file-truncated', 1);
  return finishBuilding(builder, { format: 'pprof', baseSeconds, bytes: bytes.length, lines: 0 });
}

function eachSample(bytes: Uint8Array, take: (sample: WireCursor) => void): void {
  const cursor = createWireCursor(bytes, 'pprof');
  while (nextField(cursor)) if (cursor.field === ProfileField.sample) take(messageCursor(cursor));
}

function readSample(sample: WireCursor, tables: PprofTables, locations: number[], values: number[]): PprofLabels {
  const labels = createLabels();
  while (nextField(sample)) {
    if (sample.field === 1) forEachNumber(sample, (value) => locations.push(unsignedOf(value)));
    else if (sample.field === 2) forEachNumber(sample, (value) => values.push(signedOf(value)));
    else if (sample.field === 3) readLabel(labels, messageCursor(sample), tables);
  }
  return labels;
}

/** The first mapping is the program: pprof's own tools name a profile by it. */
function programName(tables: PprofTables): string {
  const path = textAt(tables, tables.mappingName.get(tables.firstMapping ?? NONE) ?? 0);
  return path === '' ? 'program' : path.slice(path.lastIndexOf('/') + 1);
}

/** The whole second before the earliest time that a label gives; 0 where there is none. */
function firstSecond(bytes: Uint8Array, tables: PprofTables): number {
  if (!tables.hasTimeLabels) return 0;
  let earliest: bigint | undefined;
  eachSample(bytes, (sample) => {
    const { timeNs } = readSample(sample, tables, [], []);
    if (timeNs !== undefined && (earliest === undefined || timeNs < earliest)) earliest = timeNs;
  });
  return earliest === undefined ? 0 : Number(earliest / 1_000_000_000n);
}
