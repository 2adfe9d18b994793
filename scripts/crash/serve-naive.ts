/**
 * What the crash suite must be able to find fault with: a proxy that passes a submit on to DLI, tries again when no answer
 * comes, and remembers nothing. Takes the address of DLI and a port.
 */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { createCloud } from '../../src/dli/cloud.ts';
import { Secret } from '../../src/dli/secret.ts';
import type { WireUploadRequest } from '../../src/dli/wire.ts';

const [endpoint = '', port = ''] = process.argv.slice(2);
const TRIES = 3;

const login = {
  kind: 'keys',
  accessKey: 'SAMPLEKEYALICE',
  secretKey: new Secret('sample-secret-of-alice'),
  securityToken: null,
} as const;
const source = { login, variables: [], region: 'cn-north-4', projectId: null, projectName: 'cn-north-4' };
const { dli } = createCloud({ source, fetch: (request) => fetch(request), endpoints: { dli: endpoint, iam: endpoint } });

interface Form {
  group: string | null;
  kind: string;
  isAsync: boolean;
  paths: string[];
}

async function submit(projectId: string, { group, kind, isAsync, paths }: Form): Promise<void> {
  const body = { paths, kind, is_async: isAsync, ...(group === null ? {} : { group }) };
  for (let attempt = 1; ; attempt++) {
    try {
      await dli.uploadResources(projectId, body as WireUploadRequest); // as the clients of the suite make it
      return;
    } catch (error) {
      if (attempt === TRIES) throw error;
    }
  }
}

const server = createServer((request, response) => {
  const answer = (status: number, body: object) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  const [, projectId = '', what] = /^\/api\/projects\/([^/]+)\/(plan|submissions)$/.exec(request.url ?? '') ?? [];
  if (what !== 'submissions') return void answer(200, { token: 'anything' });
  json(request)
    .then((form) => submit(projectId, form as Form)) // likewise
    .then(
      () => answer(200, { id: request.headers['idempotency-key'], outcome: 'accepted' }),
      () => answer(502, {}),
    );
});
server.listen(Number(port), '127.0.0.1', () => console.log(`ready at http://127.0.0.1:${port}`));
