import type { FrameTable, Profile, StackTable } from '../tables/profile.ts';
import { isFrameKind, NONE } from '../tables/profile.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { CODEC_VERSION, CodecError } from './codec-error.ts';
import { decodeText, encodeText } from './text-bytes.ts';

/** The tables that samples point into, but for threads and events: strings, details, frames, stacks. docs/profile-format.md draws the bytes. */
export type StackTables = Pick<Profile, 'strings' | 'frames' | 'stacks' | 'details'>;

export function encodeStackTables({ strings, details, frames, stacks }: StackTables): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(64 + strings.length * 24 + frames.length * 6 + stacks.length * 5);
  writer.byte(CODEC_VERSION);
  writeTexts(writer, strings);
  writeTexts(writer, details);

  writer.varint(frames.length);
  let before = 0;
  for (let i = 0; i < frames.length; i++) {
    writer.signed(frames.symbol[i] - before);
    before = frames.symbol[i];
  }
  for (let i = 0; i < frames.length; i++) writer.varint(frames.mapping[i] + 1);
  writer.bytes(frames.kind);
  writer.bytes(frames.flags);

  writer.varint(stacks.length);
  for (let i = 0; i < stacks.length; i++) writer.varint(i - stacks.prefix[i] - 1);
  for (let i = 0; i < stacks.length; i++) writer.varint(stacks.frame[i]);
  return writer.finish();
}

/** Throws CodecError on damaged bytes. What it returns satisfies the invariants of these tables. */
export function decodeStackTables(bytes: Uint8Array): StackTables {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== CODEC_VERSION)
    throw new CodecError(`stack tables of version ${version}; this reader knows ${CODEC_VERSION}`);
  const strings = readTexts(reader);
  const details = readTexts(reader);
  const frames = readFrames(reader, strings.length);
  const stacks = readStacks(reader, frames.length);
  reader.expectEnd();
  return { strings, details, frames, stacks };
}

/** Lengths in UTF-8 bytes, then all texts in one piece. */
function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  const encoded = texts.map(encodeText);
  writer.varint(texts.length);
  for (const text of encoded) writer.varint(text.length);
  for (const text of encoded) writer.bytes(text);
}

function readTexts(reader: ByteReader): string[] {
  const count = reader.rowCount(1);
  const lengths = new Float64Array(count);
  for (let i = 0; i < count; i++) lengths[i] = reader.varint();
  const texts: string[] = [];
  for (let i = 0; i < count; i++) texts.push(decodeText(reader.bytes(lengths[i])));
  return texts;
}

function readFrames(reader: ByteReader, strings: number): FrameTable {
  const length = reader.rowCount(4);
  const frames = {
    length,
    symbol: new Int32Array(length),
    mapping: new Int32Array(length),
    kind: new Uint8Array(length),
    flags: new Uint8Array(length),
  };
  let symbol = 0;
  for (let i = 0; i < length; i++) {
    symbol += reader.signed();
    if (!(symbol >= 0 && symbol < strings)) throw new CodecError(`frame ${i}: symbol ${symbol} of ${strings} strings`);
    frames.symbol[i] = symbol;
  }
  for (let i = 0; i < length; i++) frames.mapping[i] = reader.index(strings + 1) - 1;
  frames.kind.set(reader.bytes(length));
  for (let i = 0; i < length; i++)
    if (!isFrameKind(frames.kind[i])) throw new CodecError(`frame ${i}: kind ${frames.kind[i]}`);
  frames.flags.set(reader.bytes(length));
  return frames;
}

function readStacks(reader: ByteReader, frames: number): StackTable {
  const length = reader.rowCount(2);
  const stacks = { length, prefix: new Int32Array(length), frame: new Int32Array(length) };
  for (let i = 0; i < length; i++) {
    const prefix = i - 1 - reader.varint();
    if (prefix < NONE) throw new CodecError(`stack ${i}: prefix ${prefix}`);
    stacks.prefix[i] = prefix;
  }
  for (let i = 0; i < length; i++) stacks.frame[i] = reader.index(frames);
  return stacks;
}
