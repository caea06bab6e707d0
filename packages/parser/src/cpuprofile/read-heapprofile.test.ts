import { expect, test } from 'vitest';
import { asciiBytes } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';

test('bytes that are held are weights in bytes of whoever allocated them, and have no times', () => {
  const node = (id: number, functionName: string, selfSize: number, children: unknown[] = []) => ({
    id,
    callFrame: { functionName, scriptId: '1', url: 'file:///srv/app.js', lineNumber: 1, columnNumber: 0 },
    selfSize,
    children,
  });
  const root = { ...node(1, '(root)', 0, [node(2, 'main', 100, [node(3, 'parse', 4096)])]) };
  const head = { ...root, callFrame: { ...root.callFrame, url: '' } };
  const result = readProfile(asciiBytes(JSON.stringify({ head, samples: [{ size: 4096, nodeId: 3, ordinal: 1 }] })));
  expect(result).toMatchObject({ format: 'heapprofile', firstTime: undefined, warnings: [] });
  expect(result.profile.events).toMatchObject([{ name: 'v8-heap', weightUnit: 'bytes' }]);
  expect(foldReading(result)).toEqual(['(root);main 100', '(root);main;parse 4096']);
});
