import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A thumbnail's bins are a few kilobytes of mostly like bytes; a list of fifty is unpacked in a few milliseconds. Level 9 takes 1 ms where 6 takes a quarter, for 2 % fewer bytes. */
export const packThumbnail = (base64: string): Buffer => deflateRawSync(Buffer.from(base64, 'base64'), { level: 6 });

export const unpackThumbnail = (packed: Uint8Array): string => inflateRawSync(packed).toString('base64');
