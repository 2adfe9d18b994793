/** For tests: a local cloud over a folder of its own, with what lies in it. */
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import type { WireList, WirePackage, WireUploadAnswer } from '../dli/wire.ts';
import { createLocalCloud, type LocalCloud, type LocalCloudOptions } from './local-cloud.ts';
import type { LocalCloudSettingsInput } from './settings.ts';

export const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** For `expect.poll`: as long as a busy machine may need, and no longer than it takes. */
export const SOON = { timeout: 20_000, interval: 10 };

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  body: any;
}

export type TestCloud = Awaited<ReturnType<typeof openTestCloud>>;

/** Give `dir` to open a folder again. `at` moves the clock, which stands still by itself. */
export async function openTestCloud(settings: LocalCloudSettingsInput = {}, dir?: string) {
  const dataDir = dir ?? (await mkdtemp(path.join(tmpdir(), 'groupage-cloud-')));
  let nowMs = Date.UTC(2026, 0, 1);
  let project = 'p1';
  let projects = 1;
  const cloud: LocalCloud = createLocalCloud({
    dataDir,
    clock: () => nowMs,
    log: quiet,
    settings: { samples: 'none', ...settings },
  });

  const send = async (method: string, resource: string, body?: unknown, init: RequestInit = {}): Promise<Answer> => {
    const response = await cloud.fetch(`https://dli.local.myhuaweicloud.com/v2.0/${resource.replace(/^~/, project)}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...init,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text.startsWith('{') ? JSON.parse(text) : null };
  };

  return {
    ...cloud,
    dataDir,
    send,
    at: (ms: number) => {
      nowMs = ms;
    },
    now: () => nowMs,
    /** An empty project for the next test: what the calls below speak of, and `~` in `send`. */
    nextProject: () => {
      project = `p${++projects}`;
    },
    put: async (uri: string, content: string | Uint8Array) => {
      const file = path.join(dataDir, 'obs', uri.replace('obs://', ''));
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    },
    upload: (paths: string[], fields: object = {}, into = '~') => send('POST', `${into}/resources`, { paths, kind: 'file', ...fields }),
    list: async (of = '~', query = ''): Promise<WireList> => (await send('GET', `${of}/resources${query}`)).body,
    get: (name: string, group?: string, of = '~') =>
      send('GET', `${of}/resources/${encodeURIComponent(name)}${group === undefined ? '' : `?group=${encodeURIComponent(group)}`}`),
    remove: (name: string, group?: string, of = '~') =>
      send('DELETE', `${of}/resources/${encodeURIComponent(name)}${group === undefined ? '' : `?group=${encodeURIComponent(group)}`}`),
    blobs: () => blobNames(dataDir),
    async [Symbol.asyncDispose]() {
      await cloud.dispose();
      if (!dir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One local cloud with its small samples for all tests of a file, gone after them; its folder lies in `root`, which is theirs too. */
export function sampleCloud({ settings, ...options }: Partial<LocalCloudOptions> = {}, below = tmpdir()) {
  // A busy machine is no failure.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
  const root = mkdtempSync(path.join(below, 'groupage-test-'));
  const dataDir = path.join(root, 'cloud');
  const cloud = createLocalCloud({ dataDir, clock: Date.now, log: quiet, settings: { samples: 'small', ...settings }, ...options });
  beforeAll(cloud.seedSamples);
  afterAll(async () => {
    await cloud.dispose();
    await rm(root, { recursive: true, force: true });
  });
  return { cloud, root, dataDir };
}

/** Every file of the package store, by path below it; copies under way included. */
export async function blobNames(dataDir: string): Promise<string[]> {
  const dir = path.join(dataDir, 'packages');
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)));
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether the store holds exactly these bytes under their name. */
export async function hasBlob(dataDir: string, content: string | Uint8Array): Promise<boolean> {
  const name = sha256(content);
  return readFile(path.join(dataDir, 'packages', name.slice(0, 2), name)).then(
    (found) => found.equals(Buffer.from(content)),
    () => false,
  );
}

export const statuses = (rows: WirePackage[] | WireUploadAnswer['details']) =>
  Object.fromEntries((rows ?? []).map((row) => [row.resource_name, row.status]));
