/**
 * V8's sampling profiler inside of a trace (category disabled-by-default-v8.cpu_profiler). `Profile` says which thread is sampled and
 * since when; every `ProfileChunk` of the same process and id brings new nodes, samples and time deltas. Chrome before 66 writes
 * one `CpuProfile` event with everything in it.
 */

import { V8_EVENT } from '../cpuprofile/read-cpuprofile.ts';
import { addV8Nodes, createV8Nodes, type V8Nodes } from '../cpuprofile/v8-nodes.ts';
import { addV8Samples } from '../cpuprofile/v8-samples.ts';
import { fieldOf, listOf, numberOf, textOf } from '../json/read-json.ts';
import { addEvent, noteWarning, type ProfileBuilder } from '../tables/profile-builder.ts';
import { idText, type TraceNames, threadOf } from './trace-names.ts';

interface ChunkedProfile {
  pid: string;
  tid: string;
  readonly nodes: V8Nodes;
  readonly ids: number[];
  readonly micros: number[];
  startMicros: number | undefined;
  endMicros: number | undefined;
  lastMicros: number | undefined;
  damaged: number;
}

export interface CpuProfiles {
  readonly byId: Map<string, ChunkedProfile>;
  earliestMicros: number;
}

export function createCpuProfiles(): CpuProfiles {
  return { byId: new Map(), earliestMicros: Number.POSITIVE_INFINITY };
}

export function isCpuProfileEvent(event: unknown): boolean {
  const name = textOf(event, 'name');
  return name === 'ProfileChunk' || name === 'Profile' || name === 'CpuProfile'
    ? fieldOf(fieldOf(event, 'args'), 'data') !== undefined
    : false;
}

export function collectCpuProfile(profiles: CpuProfiles, event: unknown): void {
  const data = fieldOf(fieldOf(event, 'args'), 'data');
  const pid = idText(event, 'pid');
  const isWhole = textOf(event, 'name') === 'CpuProfile';
  const id = `${pid}/${isWhole ? `whole ${idText(event, 'tid')}` : String(fieldOf(event, 'id'))}`;
  let profile = profiles.byId.get(id);
  if (profile === undefined) {
    profile = {
      pid,
      tid: idText(event, 'tid'),
      nodes: createV8Nodes(),
      ids: [],
      micros: [],
      startMicros: undefined,
      endMicros: undefined,
      lastMicros: undefined,
      damaged: 0,
    };
    profiles.byId.set(id, profile);
  }
  // The chunks are written by the sampling thread; the one that is sampled is in `Profile`.
  if (textOf(event, 'name') === 'Profile') profile.tid = idText(event, 'tid');
  const cpuProfile = fieldOf(data, 'cpuProfile');
  profile.startMicros ??= numberOf(data, 'startTime') ?? numberOf(cpuProfile, 'startTime');
  profile.endMicros = numberOf(data, 'endTime') ?? numberOf(cpuProfile, 'endTime') ?? profile.endMicros;
  profile.damaged += addV8Nodes(profile.nodes, listOf(cpuProfile, 'nodes') ?? []);
  const samples = listOf(cpuProfile, 'samples') ?? [];
  const deltas = listOf(data, 'timeDeltas') ?? listOf(cpuProfile, 'timeDeltas') ?? [];
  let time = profile.lastMicros ?? profile.startMicros ?? numberOf(event, 'ts') ?? 0;
  for (let i = 0; i < samples.length; i++) {
    const node = samples[i];
    const delta = deltas[i];
    if (typeof node !== 'number' || typeof delta !== 'number' || !(Math.abs(delta) < 1e12)) {
      profile.damaged++;
      continue;
    }
    time += delta;
    profile.ids.push(node);
    profile.micros.push(time);
    profiles.earliestMicros = Math.min(profiles.earliestMicros, time);
  }
  profile.lastMicros = time;
}

export function addCpuProfiles(
  builder: ProfileBuilder,
  profiles: CpuProfiles,
  names: TraceNames,
  baseSeconds: number,
): void {
  for (const profile of profiles.byId.values()) {
    noteWarning(builder.notes, 'entry-not-understood', profile.damaged);
    if (profile.ids.length === 0) continue;
    addV8Samples(builder, profile.nodes, {
      thread: threadOf(builder, names, profile.pid, profile.tid),
      event: addEvent(builder, V8_EVENT, 'ns'),
      ids: profile.ids,
      micros: profile.micros,
      endMicros: profile.endMicros,
      baseSeconds,
    });
  }
}
