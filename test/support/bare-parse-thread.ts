import { parentPort } from 'node:worker_threads';
import { createPerfScriptParser } from '@subsecond/parser';

/** The bare parse, in the kind of thread that the product parses in: text comes as a message, milliseconds go. */
parentPort?.on('message', (text: Uint8Array) => {
  const parser = createPerfScriptParser();
  const started = performance.now();
  for (let start = 0; start < text.length; start += 1 << 18) parser.push(text.subarray(start, start + (1 << 18)));
  parser.finish();
  parentPort?.postMessage(performance.now() - started);
});
