import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWER_HEADERS } from './middleware/answer-headers.ts';
import { createPages } from './pages.ts';
import { TEST_HOST, TEST_SESSION } from './testing.ts';

let assetsDir: string;
beforeAll(async () => {
  assetsDir = await mkdtemp(path.join(tmpdir(), 'groupage-pages-'));
  await mkdir(path.join(assetsDir, 'assets'));
  await writeFile(path.join(assetsDir, 'assets/app-1.js'), 'app');
  await writeFile(path.join(assetsDir, 'favicon-failed.svg'), '<svg/>');
  await writeFile(path.join(assetsDir, 'package.json'), '{}');
});
afterAll(() => rm(assetsDir, { recursive: true, force: true }));

function ask(address: string, init: RequestInit = {}) {
  const readIndex = async () => '<!doctype html><link nonce="__CSP_NONCE__"><!--groupage:session-->';
  const session = { ...TEST_SESSION, user: '</script><script>' };
  const pages = createPages({ readIndex, assetsDir, session, allowedHosts: [TEST_HOST] });
  return pages.request(`http://${TEST_HOST}${address}`, init);
}

describe('pages', () => {
  it('carry a nonce of their own, and the session where no value can break out of it', async () => {
    const texts: string[] = [];
    for (const address of ['/', '/p/local/new', '/index.html']) {
      const response = await ask(address);
      const text = await response.text();
      const nonce = /nonce="([^"]{20,})"/.exec(text)?.[1] ?? '';
      expect(response.headers.get('Content-Security-Policy')).toContain(`'nonce-${nonce}'`);
      expect(response.headers.get('Content-Security-Policy')).not.toContain('unsafe');
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(text.match(/<script/g)).toHaveLength(1);
      texts.push(nonce);
    }
    expect(new Set(texts).size).toBe(3);
  });

  it('serve hashed files for ever, and nothing beside them', async () => {
    const file = await ask('/assets/app-1.js');
    expect([file.status, file.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    for (const address of ['/assets/none.js', '/assets/', '/assets/..%2fpackage.json', '/assets/%2e%2e%2fpackage.json', '/assets/%']) {
      expect((await ask(address)).status, address).toBe(404);
    }
  });

  it('serve the icon in every variant', async () => {
    const icon = await ask('/favicon-failed.svg');
    expect(icon.status).toBe(200);
    expect(icon.headers.get('Content-Type')).toContain('image/svg+xml');
  });

  it('harden refusals like everything else', async () => {
    const refusals = [
      { response: await ask('/', { headers: { Host: 'evil.example' } }), status: 403 },
      { response: await ask('/assets/app-1.js', { headers: { Host: 'evil.example' } }), status: 403 },
      { response: await ask('/assets/none.js'), status: 404 },
      { response: await ask('/p/local', { method: 'POST' }), status: 405 },
    ];
    for (const { response, status } of refusals) {
      expect(response.status).toBe(status);
      for (const [name, value] of Object.entries(ANSWER_HEADERS)) expect(response.headers.get(name), name).toBe(value);
    }
  });
});
