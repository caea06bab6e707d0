/** A JDK Flight Recorder file begins with `FLR` and a zero byte, as does each of its chunks. */
export function isJfr(head: Uint8Array): boolean {
  return head.length >= 8 && head[0] === 0x46 && head[1] === 0x4c && head[2] === 0x52 && head[3] === 0;
}
