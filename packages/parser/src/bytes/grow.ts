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
