import type { App } from './fastify-types.ts';

/** Remembers every route that is added from here on; answers the methods that an address takes, none where there is no such address. */
export function collectRouteMethods(app: App): (path: string) => readonly string[] {
  const routes: { readonly steps: readonly string[]; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ steps: url.split('/'), methods: [method].flat() });
  });
  return (path) => {
    const steps = path.split('/');
    const matching = routes.filter(
      (route) =>
        route.steps.length === steps.length &&
        route.steps.every((step, i) => (step.startsWith(':') ? steps[i] !== '' : step === steps[i])),
    );
    return [...new Set(matching.flatMap(({ methods }) => methods))].sort();
  };
}
