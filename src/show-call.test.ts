/** The calls shown to a reader, put through a shell: what programs are started with, and what DLI is sent. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDliClient } from './dli/client.ts';
import { asCurl, asHcloud, asTerraform, type CallPlace, type ShownCall } from './domain/show-call.ts';
import { openTestCloud, type TestCloud } from './local-cloud/test-cloud.ts';

const PLACE: CallPlace = { projectId: '0123abcd', region: 'ap-southeast-1', endpoint: 'https://dli.ap-southeast-1.myhuaweicloud.com' };
const CALL: ShownCall = {
  method: 'POST',
  name: 'resources',
  path: '/v2.0/0123abcd/resources',
  body: {
    paths: [
      'https://bkt.obs.ap-southeast-1.myhuaweicloud.com/lib/a.jar',
      "https://bkt.obs.ap-southeast-1.myhuaweicloud.com/it's%20${HOME}.jar",
    ],
    kind: 'jar',
    group: "o'brien $(id) `id`",
    is_async: true,
    tags: [{ key: 'team', value: '' }],
  },
};
const JARS: ShownCall = { method: 'POST', name: 'resources/jars', path: '/v2.0/p/resources/jars', body: { paths: ['https://b/x.jar'] } };

/** What a POSIX shell makes of it: the words that the program is started with. */
function wordsOf(command: string, env: Record<string, string> = {}): string[] {
  const [program = '', ...rest] = command.split(' ');
  const print = `${program}() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${program} ${rest.join(' ')}`;
  return execFileSync('/bin/sh', ['-c', print], { env }).toString().split('\0').slice(0, -1);
}

it('curl is started with the very body, whatever a name holds', () => {
  const words = wordsOf(asCurl(CALL, PLACE), { DLI_TOKEN: 'a token' });
  expect(words.slice(0, 3)).toEqual(['--request', 'POST', `${PLACE.endpoint}${CALL.path}`]);
  expect(words).toContain('X-Auth-Token: a token');
  expect(JSON.parse(words.at(-1) ?? '')).toEqual(CALL.body);
});

it('curl takes the address from the shell where this page has none', () => {
  const words = wordsOf(asCurl(CALL, { ...PLACE, endpoint: null }), { DLI_ENDPOINT: 'http://127.0.0.1:8790' });
  expect(words[2]).toBe('http://127.0.0.1:8790/v2.0/0123abcd/resources');
});

it('hcloud is given every value as it is', () => {
  const words = wordsOf(asHcloud(CALL, PLACE));
  expect(words.slice(0, 2)).toEqual(['DLI', 'UploadJobResources']);
  expect(words).toContain("--group=o'brien $(id) `id`");
  expect(words).toContain(`--paths.2=${(CALL.body.paths as string[])[1]}`);
});

it('hcloud, as it is written down', () => {
  expect(asHcloud(CALL, PLACE)).toMatchInlineSnapshot(`
    "hcloud DLI UploadJobResources \\
      --cli-region=ap-southeast-1 \\
      --project_id=0123abcd \\
      --paths.1=https://bkt.obs.ap-southeast-1.myhuaweicloud.com/lib/a.jar \\
      --paths.2='https://bkt.obs.ap-southeast-1.myhuaweicloud.com/it'\\''s%20\${HOME}.jar' \\
      --kind=jar \\
      --group='o'\\''brien $(id) \`id\`' \\
      --is_async=true \\
      --tags.1.key=team \\
      --tags.1.value=''"
  `);
  expect(asHcloud(JARS, PLACE)).toMatchInlineSnapshot(`
    "hcloud DLI UploadJarJobResources \\
      --cli-region=ap-southeast-1 \\
      --project_id=0123abcd \\
      --paths.1=https://b/x.jar"
  `);
});

it('Terraform, as it is written down', () => {
  expect(asTerraform(CALL)).toMatchInlineSnapshot(`
    "resource "huaweicloud_dli_package" "this" {
      for_each = toset([
        "https://bkt.obs.ap-southeast-1.myhuaweicloud.com/lib/a.jar",
        "https://bkt.obs.ap-southeast-1.myhuaweicloud.com/it's%20$\${HOME}.jar",
      ])

      group_name  = "o'brien $(id) \`id\`"
      type        = "jar"
      object_path = each.value
      is_async    = true
      tags = {
        "team" = ""
      }
    }"
  `);
  expect(asTerraform(JARS)).toMatchInlineSnapshot(`
    "resource "huaweicloud_dli_package" "this" {
      for_each = toset([
        "https://b/x.jar",
      ])

      type        = "jar"
      object_path = each.value
    }"
  `);
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe.skipIf(!hasCurl)('curl, run against the local cloud', () => {
  let cloud: TestCloud;
  let server: Server;
  const received: { method: string; path: string; body: string }[] = [];
  beforeAll(async () => {
    cloud = await openTestCloud();
    const listener = getRequestListener(async (request) => {
      const body = await request.text();
      received.push({ method: request.method, path: new URL(request.url).pathname, body });
      return cloud.fetch(new Request(request.url, { method: request.method, headers: request.headers, body }));
    });
    server = createServer((req, res) => void listener(req, res));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await cloud.dispose();
  });

  it('sends what the console sends', async () => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // an object, since it listens on a TCP port
    const body = { paths: ["https://bkt.obs.local.myhuaweicloud.com/it's.jar"], kind: 'jar', group: 'it.s', is_async: true };
    const call: ShownCall = { method: 'POST', name: 'resources', path: '/v2.0/p1/resources', body };
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', asCurl(call, { ...PLACE, endpoint })], {
      env: { PATH: process.env['PATH'], DLI_TOKEN: 'x', no_proxy: '*' },
    });
    expect(JSON.parse(stdout)).toMatchObject({ group_name: 'it.s', resources: ["it's.jar"] });
    await createDliClient({ endpoint, fetch }).uploadResources('p1', body);
    expect(received).toHaveLength(2);
    expect(received[0]).toEqual(received[1]);
  });
});
