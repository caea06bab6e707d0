import { CODEC_VERSION, CodecError } from './codec-error.ts';

/**
 * The wire format of `/samples`: a header, then one record per chunk. The chunk's bytes are deflated, and go from the database
 * to the browser as they are. Integers are little-endian.
 *
 *   header   'S' 'U' 'B' 'S'  u8 version
 *   record   u16 event  i32 second  u32 samples  u32 byteLength  byte[byteLength]
 */
export interface ChunkRecord {
  readonly event: number;
  /** Since time zero, NO_TIME_SECOND for samples without a time. */
  readonly second: number;
  readonly sampleCount: number;
  /** Deflate-raw of `encodeSampleChunk`. */
  readonly bytes: Uint8Array;
}

const MAGIC = [0x53, 0x55, 0x42, 0x53];
const HEADER_BYTES = 5;
const RECORD_HEAD_BYTES = 14;

/** What the stream starts with. */
export function encodeRecordsHeader(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...MAGIC, CODEC_VERSION);
}

export function encodeChunkRecord({ event, second, sampleCount, bytes }: ChunkRecord): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(RECORD_HEAD_BYTES + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint16(0, event, true);
  view.setInt32(2, second, true);
  view.setUint32(6, sampleCount, true);
  view.setUint32(10, bytes.length, true);
  record.set(bytes, RECORD_HEAD_BYTES);
  return record;
}

/** A whole stream. `bytes` of the records are views into it, still deflated. Throws CodecError on damaged or cut bytes. */
export function readChunkRecords(bytes: Uint8Array): ChunkRecord[] {
  if (bytes.length < HEADER_BYTES || MAGIC.some((value, i) => bytes[i] !== value))
    throw new CodecError('no stream of sample chunks');
  const version = bytes[HEADER_BYTES - 1];
  if (version !== CODEC_VERSION)
    throw new CodecError(`a stream of sample chunks of version ${version}; this reader knows ${CODEC_VERSION}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: ChunkRecord[] = [];
  let at = HEADER_BYTES;
  while (at < bytes.length) {
    if (bytes.length - at < RECORD_HEAD_BYTES)
      throw new CodecError(`the stream ends at ${bytes.length}, inside of a record's head`);
    const byteLength = view.getUint32(at + 10, true);
    const end = at + RECORD_HEAD_BYTES + byteLength;
    if (end > bytes.length)
      throw new CodecError(`the stream ends at ${bytes.length}, inside of a record of ${byteLength} bytes`);
    records.push({
      event: view.getUint16(at, true),
      second: view.getInt32(at + 2, true),
      sampleCount: view.getUint32(at + 6, true),
      bytes: bytes.subarray(at + RECORD_HEAD_BYTES, end),
    });
    at = end;
  }
  return records;
}
