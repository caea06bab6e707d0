/**
 * Field numbers of pprof's own schema, github.com/google/pprof/blob/main/proto/profile.proto (package perftools.profiles):
 *
 *   Profile    1 sample_type ValueType*   2 sample Sample*   3 mapping Mapping*   4 location Location*   5 function Function*
 *              6 string_table string*   7 drop_frames   8 keep_frames   9 time_nanos   10 duration_nanos   11 period_type ValueType
 *              12 period   13 comment*   14 default_sample_type   15 doc_url
 *   ValueType  1 type   2 unit                                  (texts are indexes into string_table)
 *   Sample     1 location_id*   2 value*   3 label Label*       (the leaf first)
 *   Label      1 key   2 str   3 num   4 num_unit
 *   Mapping    1 id   5 filename
 *   Location   1 id   2 mapping_id   3 address   4 line Line*   (inlined functions first, the one they were inlined into last)
 *   Line       1 function_id   2 line
 *   Function   1 id   2 name   3 system_name   4 filename
 */
import { countKnownFields, Wire, type WireType } from '../protobuf/wire-cursor.ts';

export const ProfileField = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  stringTable: 6,
} as const;

const NUMBERS: readonly WireType[] = [Wire.varint, Wire.bytes];
const MESSAGE: readonly WireType[] = [Wire.bytes];
const NUMBER: readonly WireType[] = [Wire.varint];

const PROFILE_TYPES: ReadonlyMap<number, readonly WireType[]> = new Map([
  ...[1, 2, 3, 4, 5, 6, 11].map((field) => [field, MESSAGE] as const),
  ...[7, 8, 9, 10, 12, 14, 15].map((field) => [field, NUMBER] as const),
  [13, NUMBERS] as const,
]);
const VALUE_TYPES: ReadonlyMap<number, readonly WireType[]> = new Map([
  [1, NUMBER],
  [2, NUMBER],
]);

/** Fields stand in any order: every one is of the schema, and among them is what the samples hold. */
export function looksLikePprof(head: Uint8Array): boolean {
  let sampleTypes = 0;
  const fields = countKnownFields(head, PROFILE_TYPES, ({ field, bytes, start, stop }) => {
    if (field !== ProfileField.sampleType) return;
    sampleTypes += countKnownFields(bytes.subarray(start, stop), VALUE_TYPES) > 0 ? 1 : Number.NEGATIVE_INFINITY;
  });
  return fields > 1 && sampleTypes > 0;
}
