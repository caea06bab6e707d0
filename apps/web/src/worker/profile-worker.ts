import type { RequestMessage } from './protocol.ts';
import { createQueryServer } from './serve-queries.ts';

/**
 * Entry point of the Web Worker. Everything it does is in serve-queries.ts. The types are a window's, as in the rest of the
 * room; `postMessage` with options and `addEventListener` mean the same in a worker.
 */
const server = createQueryServer({
  fetch: (url, init) => fetch(url, init),
  post: (message, transfer) => globalThis.postMessage(message, { transfer }),
  now: () => performance.now(),
});
globalThis.addEventListener('message', (event: MessageEvent<RequestMessage>) => {
  void server.handle(event.data);
});
