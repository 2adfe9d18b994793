/**
 * The way to one service: its name, its port, a proxy in between, its certificate. Opens a connection and closes it; nothing
 * is sent over it but what TLS itself needs.
 */
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { type PeerCertificate, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { ConnectionStep } from '../contract/connection.ts';
import { openTunnel, proxyFor } from './proxy.ts';
import { failed, needs, type Outcome, ok, type Service, STEP_WITHIN_MS, skipped, timed, toStep } from './steps.ts';

export interface ReachOptions {
  service: Service;
  /** Scheme and host. */
  endpoint: string;
  /** The setting that names this address, for telling a person. */
  setting: string;
  env: Record<string, string | undefined>;
}

/** Two steps: `reach` and `tls`. */
export async function reach({ service, endpoint, setting, env }: ReachOptions): Promise<ConnectionStep[]> {
  const url = new URL(endpoint);
  const about = { host: url.host, setting };
  const { result: way, ms } = await timed(() => open(url, about, env));
  const first = toStep('reach', service, ms, way.outcome);
  if (!way.socket) return [first, toStep('tls', service, 0, needs('reach', service))];
  const { socket } = way;
  if (url.protocol !== 'https:') {
    socket.destroy();
    return [first, toStep('tls', service, 0, skipped('plain_http', about))];
  }
  const { result: secured, ms: tlsMs } = await timed(() => secure(socket, url.hostname, about));
  return [first, toStep('tls', service, tlsMs, secured)];
}

interface Way {
  outcome: Outcome;
  socket: Socket | null;
}
type About = { host: string; setting: string };

async function open(url: URL, about: About, env: ReachOptions['env']): Promise<Way> {
  const signal = AbortSignal.timeout(STEP_WITHIN_MS);
  const proxy = proxyFor(url, env);
  if (proxy) return openByProxy(proxy, url, about, signal);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  try {
    const found = isIP(host) ? { address: host } : await before(signal, lookup(host));
    // By name, so that each of its addresses is tried, as a call does.
    const socket = await dial(host, port, signal);
    return { outcome: ok('reached', { ...about, address: socket.remoteAddress ?? found.address }), socket };
  } catch (error) {
    return { outcome: notReached(error, about, port), socket: null };
  }
}

async function openByProxy(proxy: URL, url: URL, about: About, signal: AbortSignal): Promise<Way> {
  const params = { ...about, proxy: proxy.host };
  try {
    const { httpStatus, socket } = await openTunnel(proxy, url, signal);
    if (httpStatus >= 200 && httpStatus < 300) return { outcome: ok('reached_by_proxy', params), socket };
    socket.destroy();
    const code = httpStatus === 407 ? 'proxy_wants_login' : 'proxy_refused';
    return { outcome: failed(code, { ...params, httpStatus }), socket: null };
  } catch (error) {
    const reason = signal.aborted ? `${STEP_WITHIN_MS / 1000} s` : codeOf(error);
    return { outcome: failed('proxy_unreachable', { ...params, reason }), socket: null };
  }
}

function dial(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => resolve(socket));
    socket.on('error', reject);
  });
}

/** `lookup` knows no signal. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([work, promise]);
}

function notReached(error: unknown, about: About, port: number): Outcome {
  const code = codeOf(error);
  if (isTimeout(error) || code === 'ETIMEDOUT') return failed('connect_timeout', { ...about, seconds: STEP_WITHIN_MS / 1000 });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return failed('host_unknown', { ...about, reason: code });
  if (code === 'ECONNREFUSED') return failed('connection_refused', { ...about, port });
  return failed('connection_failed', { ...about, reason: code });
}

function secure(socket: Socket, hostname: string, about: About): Promise<Outcome> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    // Verified by us rather than by Node, so that the certificate can be looked at and told; nothing is sent over it.
    const secured = tlsConnect({ socket, ...(isIP(host) ? {} : { servername: host }), host, rejectUnauthorized: false });
    const end = (result: Outcome) => {
      clearTimeout(timer);
      secured.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end(failed('call_timeout', { seconds: STEP_WITHIN_MS / 1000 })), STEP_WITHIN_MS);
    secured.once('secureConnect', () => end(verdict(secured, about)));
    secured.on('error', (error) => end(failed('tls_failed', { ...about, reason: codeOf(error) })));
    secured.once('close', () => end(failed('tls_failed', { ...about, reason: 'closed' })));
  });
}

const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT']);
const UNKNOWN_CA = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

function verdict(socket: TLSSocket, about: About): Outcome {
  const certificate = socket.getPeerCertificate();
  const until = dayOf(certificate.valid_to);
  const params = { ...about, issuer: issuerOf(certificate), from: dayOf(certificate.valid_from), until };
  if (socket.authorized) return ok('tls_verified', { ...params, protocol: socket.getProtocol() ?? 'TLS' });
  // Named a string by Node's documentation, an Error by its types; it is an Error with a code where a name does not fit.
  const why: unknown = socket.authorizationError;
  const reason = typeof why === 'string' ? why : codeOf(why);
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') return failed('tls_wrong_host', { ...params, names: namesOf(certificate) });
  if (reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') return failed('tls_expired', params);
  if (SELF_SIGNED.has(reason)) return failed('tls_self_signed', params);
  if (UNKNOWN_CA.has(reason)) return failed('tls_unknown_ca', params);
  return failed('tls_failed', { ...params, reason });
}

function issuerOf({ issuer }: PeerCertificate): string {
  const name = issuer?.CN ?? issuer?.O ?? '';
  return (Array.isArray(name) ? name.join(', ') : name) || '?';
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string {
  const name = subject?.CN ?? '?';
  return subjectaltname?.replaceAll(/DNS:|IP Address:/g, '') ?? (Array.isArray(name) ? name.join(', ') : name);
}

/** `Nov 22 18:22:22 2026 GMT` as `2026-11-22`. */
function dayOf(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? '?' : new Date(ms).toISOString().slice(0, 10);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

export function codeOf(error: unknown): string {
  // Several addresses of one host were tried.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
