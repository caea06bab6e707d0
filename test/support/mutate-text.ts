/** Damage as networks, editors and attackers do it: bytes changed, pieces lost, repeated, moved. */
const HOSTILE = [
  '\0',
  '\n',
  '\r\n',
  '\t',
  ' ',
  ':',
  '(',
  ')',
  '[',
  '+0x',
  '-1',
  '99999999999',
  '1.000000:',
  'PERF_RECORD_LOST lost 9',
  '\xff\xfe',
  '#',
  '# captured on : x\n',
  '(inlined)',
];

export function mutate(text: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(text);
  const changes = 1 + Math.floor(random() * 8);
  for (let i = 0; i < changes; i++) {
    const at = Math.floor(random() * (bytes.length + 1));
    const length = Math.floor(random() * 40);
    const before = bytes.subarray(0, at);
    const kind = Math.floor(random() * 5);
    if (kind === 0 && at < bytes.length) bytes[at] = Math.floor(random() * 256);
    else if (kind === 1) bytes = Buffer.concat([before, bytes.subarray(at + length)]);
    else if (kind === 2) bytes = Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
    else if (kind === 3)
      bytes = Buffer.concat([
        before,
        Buffer.from(HOSTILE[Math.floor(random() * HOSTILE.length)] ?? '', 'latin1'),
        bytes.subarray(at),
      ]);
    else bytes = Buffer.from(before.length === 0 || random() < 0.7 ? bytes : before);
  }
  return bytes;
}
