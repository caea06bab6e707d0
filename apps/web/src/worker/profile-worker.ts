import type { RequestMessage, ResponseMessage } from './protocol.ts';
import { createQueryServer } from './serve-queries.ts';

/** Entry point of the Web Worker. Everything it does is in serve-queries.ts. */

/** What this file uses of the worker's global scope; the page's types, which the rest of the room needs, know it as a window. */
interface WorkerScope {
  postMessage(message: ResponseMessage, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<RequestMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const server = createQueryServer({
  fetch: (url, init) => fetch(url, init),
  post: (message, transfer) => scope.postMessage(message, transfer),
  now: () => performance.now(),
});
scope.onmessage = (event) => {
  void server.handle(event.data);
};
