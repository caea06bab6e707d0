import { createServer } from 'node:net';

/** Says so before anything slow is started; `listen` says it again, should another program be faster. */
export async function assertPortIsFree({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  probe.once('error', reject).listen({ host, port }, resolve);
  await promise;
  await new Promise((closed) => probe.close(closed));
}
