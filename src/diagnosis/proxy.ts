/** Which proxy Node goes by for an address, and a connection through it. The proxy's own name and password are never told. */
import { request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import type { Socket } from 'node:net';

type Env = Record<string, string | undefined>;

/** Null where the address is reached directly. NO_PROXY: `*`, `host`, `.suffix`, `*.suffix`, each with or without a port. */
export function proxyFor(address: URL, env: Env): URL | null {
  const isTls = address.protocol === 'https:';
  const proxy = isTls ? env['https_proxy'] || env['HTTPS_PROXY'] : env['http_proxy'] || env['HTTP_PROXY'];
  if (!proxy || !URL.canParse(proxy)) return null;
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const port = address.port || (isTls ? '443' : '80');
  const isExempt = (env['no_proxy'] || env['NO_PROXY'] || '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, ofPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (ofPort && ofPort !== port) return false;
      const suffix = name.replace(/^\*/, '');
      return suffix.startsWith('.') ? host.endsWith(suffix) : host === name;
    });
  return isExempt ? null : new URL(proxy);
}

/** Asks for a tunnel: the proxy's HTTP status, and the way through where it is 200. Rejects with Node's own error. */
export function openTunnel(proxy: URL, address: URL, signal: AbortSignal): Promise<{ httpStatus: number; socket: Socket }> {
  const port = address.port || (address.protocol === 'https:' ? '443' : '80');
  const place = `${address.hostname}:${port}`;
  const login = proxy.username ? `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}` : null;
  const headers = { Host: place, ...(login ? { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` } : {}) };
  return new Promise((resolve, reject) => {
    const isTls = proxy.protocol === 'https:';
    const asking = (isTls ? requestOverTls : request)({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (isTls ? 443 : 80),
      method: 'CONNECT',
      path: place,
      headers,
      signal,
      agent: false,
    });
    asking.on('connect', ({ statusCode = 0 }, socket) => resolve({ httpStatus: statusCode, socket: socket as Socket })); // with no agent of another kind, a net.Socket
    asking.on('error', reject);
    asking.end();
  });
}
