/**
 * For tests and benchmarks: a TCP proxy on loopback that does to calls what networks, gateways and ill services do. One
 * request a connection (`Connection: close`), so that whatever is asked for next meets the mode that is set by then.
 * Of HTTP it knows where a request ends, no more: answers of its own are written out as bytes.
 */
import { once } from 'node:events';
import { createServer, type Socket, connect as tcpConnect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const FAULT_MODES = [
  /** Nobody listens. */
  'refuse',
  /** The request is passed on and carried out; the connection is reset after the head of the answer. */
  'reset-before-body',
  /** The same after the whole answer. */
  'reset-after-body',
  /** The connection is taken, and nothing ever comes; nothing is passed on. */
  'black-hole',
  /** Carried out; the answer comes a byte at a time. */
  'drip',
  /** Carried out; the answer ends after so many bytes of its body, as if that were all. */
  'cut',
  /** Carried out, and answered later. */
  'latency',
  /** The proxy's own answers: nothing is passed on. */
  'throttle',
  'unavailable',
  'bad-json',
  'html',
  'huge',
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];
/** Of those, the ones whose request reaches the service, which does what it is asked. */
export const PASSED_ON: ReadonlySet<FaultMode> = new Set(['reset-before-body', 'reset-after-body', 'drip', 'cut', 'latency']);

export interface ProxiedRequest {
  method: string;
  /** With its query. */
  path: string;
}

export interface FaultSettings {
  dripMs: number;
  latencyMs: number;
  cutAtByte: number;
  hugeBytes: number;
  retryAfterSeconds: number;
  /** Which requests meet the fault; the others pass. `refuse` spares none. */
  only: (request: ProxiedRequest) => boolean;
}

export interface FaultProxy {
  /** `http://127.0.0.1:<port>`; the port stays. */
  address: string;
  /** Every request that came, whatever became of it. */
  seen: ProxiedRequest[];
  /** Null: nothing is wrong. Connections that meet the fault before are ended. */
  set(mode: FaultMode | null, settings?: Partial<FaultSettings>): Promise<void>;
  close(): Promise<void>;
}

const DEFAULTS: FaultSettings = {
  dripMs: 1_000,
  latencyMs: 10_000,
  cutAtByte: 10,
  hugeBytes: 20_000_000,
  retryAfterSeconds: 1,
  only: () => true,
};
const HEAD_END = '\r\n\r\n';

/** `upstream`: `http://host:port`. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const { hostname, port: upstreamPort } = new URL(upstream);
  const sockets = new Set<Socket>();
  const seen: ProxiedRequest[] = [];
  let mode: FaultMode | null = null;
  let settings = DEFAULTS;
  let own: Buffer | null = null;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // Whoever asked went away.
    void serve(socket);
  });

  async function serve(socket: Socket): Promise<void> {
    const request = await readRequest(socket);
    if (!request) return void socket.destroy();
    seen.push({ method: request.method, path: request.path });
    const fault = mode !== null && settings.only(request) ? mode : null;
    try {
      await meet(fault, socket, request.bytes);
    } catch {
      socket.destroy();
    }
  }

  async function meet(fault: FaultMode | null, socket: Socket, request: Buffer): Promise<void> {
    // What is set later is for later requests.
    const { dripMs, latencyMs, cutAtByte } = settings;
    if (fault === null) return void socket.end(await exchange(request));
    if (fault === 'black-hole') return;
    if (own) return void socket.end(own);
    const answer = await exchange(request);
    const headLength = answer.indexOf(HEAD_END) + HEAD_END.length;
    if (fault === 'reset-before-body') return write(socket, answer.subarray(0, headLength), () => socket.resetAndDestroy());
    if (fault === 'reset-after-body') return write(socket, answer, () => socket.resetAndDestroy());
    if (fault === 'cut') return void socket.end(answer.subarray(0, headLength + cutAtByte));
    if (fault === 'latency') {
      await sleep(latencyMs, undefined, { ref: false });
      return void socket.end(answer);
    }
    for (const byte of answer) {
      if (socket.destroyed) return;
      socket.write(Buffer.of(byte));
      await sleep(dripMs, undefined, { ref: false });
    }
    socket.end();
  }

  /** The service's whole answer. */
  async function exchange(request: Buffer): Promise<Buffer> {
    const outgoing = tcpConnect(Number(upstreamPort), hostname);
    sockets.add(outgoing);
    outgoing.once('close', () => sockets.delete(outgoing));
    outgoing.write(request);
    const chunks: Buffer[] = [];
    for await (const chunk of outgoing as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    server.close();
    endConnections();
    await once(server, 'close');
  }

  function endConnections(): void {
    for (const socket of sockets) socket.destroy();
  }

  await listen(0);
  const place = server.address();
  const port = typeof place === 'object' && place ? place.port : 0;
  return {
    address: `http://127.0.0.1:${port}`,
    seen,
    async set(next, given = {}) {
      mode = next;
      settings = { ...DEFAULTS, ...given };
      own = next === null ? null : ownAnswer(next, settings);
      if (next === 'refuse') return stopListening();
      if (!server.listening) await listen(port);
    },
    async close() {
      await stopListening();
      endConnections();
    },
  };
}

interface ReadRequest extends ProxiedRequest {
  bytes: Buffer;
}

/** A whole request, which asks the service to end the connection with its answer. Null where the caller went away first. */
async function readRequest(socket: Socket): Promise<ReadRequest | null> {
  let bytes = Buffer.alloc(0);
  const whole = Promise.withResolvers<boolean>();
  let head: string | null = null;
  let length = 0;
  const take = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd < 0) return;
    head ??= bytes.subarray(0, headEnd).toString('latin1');
    length = headEnd + HEAD_END.length + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (bytes.length >= length) whole.resolve(true);
  };
  socket.on('data', take);
  socket.once('close', () => whole.resolve(false));
  if (!(await whole.promise) || head === null) return null;
  const [method = '', path = ''] = (head as string).split(' ');
  const lines = (head as string).split('\r\n').filter((line) => !/^connection:/i.test(line));
  const sent = Buffer.from([...lines, 'Connection: close'].join('\r\n') + HEAD_END, 'latin1');
  return { method, path, bytes: Buffer.concat([sent, bytes.subarray((head as string).length + HEAD_END.length, length)]) };
}

function write(socket: Socket, bytes: Buffer, done: () => void): void {
  // Given a moment to be read: a reset overtakes what the other side has not taken yet.
  socket.write(bytes, () => setTimeout(done, 20));
}

function ownAnswer(mode: FaultMode, { hugeBytes, retryAfterSeconds }: FaultSettings): Buffer | null {
  switch (mode) {
    case 'throttle':
      return answerOf(
        '429 Too Many Requests',
        'application/json',
        '{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached"}',
        [`Retry-After: ${retryAfterSeconds}`],
      );
    case 'unavailable':
      return answerOf('503 Service Unavailable', 'text/plain', 'no healthy upstream');
    case 'bad-json':
      return answerOf('200 OK', 'application/json', '{"groups": [{"group_name": "half a gro');
    case 'html':
      return answerOf('200 OK', 'text/html', '<html><head><title>Sign in</title></head><body>Sign in to the network</body></html>');
    case 'huge':
      return answerOf('200 OK', 'application/json', Buffer.alloc(hugeBytes, '{"filler": '));
    default:
      return null;
  }
}

function answerOf(status: string, type: string, body: string | Buffer, more: string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, `Content-Type: ${type}`, `Content-Length: ${bytes.length}`, 'Connection: close', ...more];
  return Buffer.concat([Buffer.from(head.join('\r\n') + HEAD_END), bytes]);
}
