import { ApiError } from '../errors.ts';

/** Answers the host a request is addressed to; refuses names this server does not go by, so that DNS rebinding leads nowhere. */
export function createHostCheck(allowedHosts: readonly string[]): (headers: Headers, url: string) => string {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return (headers, url) => {
    // Every HTTP/1.1 request carries Host; one made in this process has its address alone.
    const host = (headers.get('Host') ?? new URL(url).host).toLowerCase();
    if (!allowed.has(host)) throw new ApiError('host_not_allowed', 'This server does not go by the name in the Host header.');
    return host;
  };
}
