/**
 * Something plain to measure against: `unchanged` says 304 to everything, `body` answers a small list of packages with an
 * ETag, `proxy` hands everything on to the address in the second argument, as little as node:http can do it with.
 */
import { Agent, createServer, type RequestListener, request } from 'node:http';

const [how = '', upstream = ''] = process.argv.slice(2);

const details = Array.from({ length: 20 }, (_, n) => ({ resource_name: `part-${n}.csv`, resource_type: 'file', status: 'READY' }));
const body = JSON.stringify({ resources: [], groups: [{ group_name: 'plain', details }], modules: [], total: 20 });
const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length, ETag: '"plain"' };
const agent = new Agent({ keepAlive: true });

const LISTENERS: Record<string, RequestListener> = {
  unchanged: (_req, res) => {
    res.writeHead(304, { ETag: '"plain"' }).end();
  },
  body: (_req, res) => {
    res.writeHead(200, headers).end(body);
  },
  proxy: (req, res) => {
    const { hostname, port } = new URL(upstream);
    const outgoing = request({ agent, hostname, port, path: req.url, method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    outgoing.on('error', () => res.destroy());
    req.pipe(outgoing);
  },
};

const server = createServer(LISTENERS[how]);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
});
