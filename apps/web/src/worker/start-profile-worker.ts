/** The bundler finds the worker's own bundle by exactly this expression: keep `new URL(…, import.meta.url)` inside `new Worker`. */
export function startProfileWorker(): Worker {
  return new Worker(new URL('./profile-worker.ts', import.meta.url), { type: 'module', name: 'profile' });
}
