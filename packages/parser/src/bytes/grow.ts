/** Typed arrays that double: a push costs the same on average however long the recording. */

export function grownInt32(array: Int32Array, atLeast: number): Int32Array {
  const grown = new Int32Array(Math.max(atLeast, array.length * 2, 16));
  grown.set(array);
  return grown;
}

export function grownFloat64(array: Float64Array, atLeast: number): Float64Array {
  const grown = new Float64Array(Math.max(atLeast, array.length * 2, 16));
  grown.set(array);
  return grown;
}

export function grownUint16(array: Uint16Array, atLeast: number): Uint16Array {
  const grown = new Uint16Array(Math.max(atLeast, array.length * 2, 16));
  grown.set(array);
  return grown;
}

export function grownUint8(array: Uint8Array, atLeast: number): Uint8Array {
  const grown = new Uint8Array(Math.max(atLeast, array.length * 2, 16));
  grown.set(array);
  return grown;
}

/**
 * A record whose fields are arrays that will be replaced by longer ones. V8 compiles code that reads a field assigned only once as if
 * the field were constant, and throws that code away when an array grows in the middle of a reading; so each is assigned twice.
 */
export function growing<T extends object>(create: () => T): T {
  return Object.assign(create(), create());
}
