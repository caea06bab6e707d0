import { isLoopbackName } from '../config.ts';

/**
 * Which names this server answers to. A page on the web can make a browser send requests here: by DNS rebinding, with a
 * `Host` of its own; across sites, with an `Origin` of its own. Both are compared with `PUBLIC_URL` and, since people also
 * type `localhost`, with the loopback names on the port that is listened on.
 */
export interface AllowedOrigins {
  hostAllowed(host: string | undefined): boolean;
  originAllowed(origin: string): boolean;
}

export function createAllowedOrigins(options: {
  readonly publicUrl: string | undefined;
  readonly listenHost: string;
  readonly port: () => number;
}): AllowedOrigins {
  const publicOrigin = options.publicUrl === undefined ? undefined : new URL(options.publicUrl);

  const hostAllowed = (host: string | undefined): boolean => {
    const target = parseHost(host);
    if (target === undefined) return false;
    if (publicOrigin !== undefined && target.hostname === publicOrigin.hostname && target.port === portOf(publicOrigin))
      return true;
    if (publicOrigin !== undefined && target.hostname === publicOrigin.hostname && target.port === undefined)
      return portOf(publicOrigin) === undefined;
    const isOurs = isLoopbackName(target.hostname) || target.hostname === options.listenHost.toLowerCase();
    return isOurs && (target.port ?? 80) === options.port();
  };

  return {
    hostAllowed,
    originAllowed(origin) {
      if (!URL.canParse(origin)) return false;
      const url = new URL(origin);
      if (publicOrigin !== undefined && url.origin === publicOrigin.origin) return true;
      return url.protocol === 'http:' && isLoopbackName(url.hostname) && hostAllowed(url.host);
    },
  };
}

/** A default port is as good as none: browsers leave it out of both headers. */
function portOf(url: URL): number | undefined {
  return url.port === '' ? undefined : Number(url.port);
}

function parseHost(
  host: string | undefined,
): { readonly hostname: string; readonly port: number | undefined } | undefined {
  if (host === undefined || !/^(\[[0-9a-fA-F:.]+\]|[0-9A-Za-z._-]+)(:\d{1,5})?$/.test(host)) return undefined;
  const url = `http://${host}`;
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  return { hostname, port: port === '' ? undefined : Number(port) };
}
