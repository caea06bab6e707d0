/**
 * Field numbers of nflxprofile.proto, github.com/Netflix/nflxprofile (Apache-2.0), the format that FlameScope reads beside perf's:
 *
 *   Profile     1 start_time double (seconds)   2 end_time double   3 samples uint32* (node ids)   4 time_deltas double* (seconds)
 *               5 nodes map<uint32, Node>   8 params map<string, string>   9 samples_cpu uint32*   10 samples_pid uint32*
 *               11 samples_tid uint32*   12 samples_value uint64*   13 idle_sample_count
 *   Node        1 function_name   2 hit_count   3 children*   4 libtype   5 parent   6 pid   7 tid   8 cpu   9 value
 *               10 stack StackFrame* (root first)   11 file File
 *   StackFrame  1 function_name   2 libtype   3 file File
 *   File        1 file_name   2 line   3 column
 */
import { countKnownFields, Wire, type WireType } from '../protobuf/wire-cursor.ts';

export const NflxField = {
  startTime: 1,
  samples: 3,
  timeDeltas: 4,
  nodes: 5,
  params: 8,
  samplesCpu: 9,
  samplesPid: 10,
  samplesTid: 11,
  samplesValue: 12,
} as const;

const LISTS: readonly WireType[] = [Wire.varint, Wire.bytes];
const TYPES: ReadonlyMap<number, readonly WireType[]> = new Map([
  [1, [Wire.fixed64]],
  [2, [Wire.fixed64]],
  [4, [Wire.fixed64, Wire.bytes]],
  ...[3, 9, 10, 11, 12].map((field) => [field, LISTS] as const),
  ...[5, 6, 7, 8].map((field) => [field, [Wire.bytes]] as const),
  [13, [Wire.varint]],
]);

/** It begins with two doubles, its start and its end: both are required. */
export function looksLikeNflxProfile(head: Uint8Array): boolean {
  return head.length >= 20 && head[0] === 0x09 && head[9] === 0x11 && countKnownFields(head, TYPES) > 1;
}
