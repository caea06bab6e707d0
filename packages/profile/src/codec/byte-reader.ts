import { CodecError } from './codec-error.ts';

/** Reads what `ByteWriter` wrote. Every method throws CodecError, and nothing else, where the bytes end too soon or say nonsense. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  byte(): number {
    if (this.#position >= this.#bytes.length)
      throw new CodecError(`the bytes end at ${this.#position}, in the middle of a value`);
    return this.#bytes[this.#position++];
  }

  /** A whole number, 0 to 2^53 − 1. */
  varint(): number {
    const first = this.byte();
    if (first < 128) return first;
    let value = first & 127;
    let scale = 128;
    for (;;) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new CodecError(`a number larger than 2^53 at byte ${this.#position}`);
      if (next < 128) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  float64(): number {
    const at = this.#take(8);
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at, 8).getFloat64(0, true);
  }

  /** A view of the next bytes, not a copy. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /**
   * How many rows follow. Each of them takes at least `leastBytes` (0 < leastBytes), so a damaged or hostile length is refused here,
   * before anything is allocated for it.
   */
  rowCount(leastBytes: number): number {
    const rows = this.varint();
    if (rows * leastBytes > this.remaining)
      throw new CodecError(`${rows} rows announced, but only ${this.remaining} bytes follow`);
    return rows;
  }

  /** An index below `length`. */
  index(length: number): number {
    const value = this.varint();
    if (value >= length) throw new CodecError(`index ${value} of ${length} at byte ${this.#position}`);
    return value;
  }

  expectEnd(): void {
    if (this.remaining !== 0) throw new CodecError(`${this.remaining} bytes left over`);
  }

  #take(length: number): number {
    if (length > this.remaining) throw new CodecError(`${length} bytes announced, but only ${this.remaining} follow`);
    const at = this.#position;
    this.#position += length;
    return at;
  }
}
