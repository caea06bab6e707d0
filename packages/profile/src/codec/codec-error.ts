/** Bytes that no encoder of this version wrote: damaged, cut, or of a later version. The only error that decoding throws. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** Of everything in this folder. A reader of a newer version must keep reading older ones. */
export const CODEC_VERSION = 1;
