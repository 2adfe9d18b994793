import * as z from 'zod/mini';
import { defineContract } from './define.ts';

/** What the page needs before its first request; also written into `index.html`, so that the first screen does not ask for it. */
export const Session = z.object({
  product: z.literal('groupage'),
  version: z.string(),
  /** `local`: the embedded local cloud, no account needed. `cloud`: Huawei Cloud. */
  mode: z.enum(['local', 'cloud']),
  /** Whose name submissions carry until people sign in. */
  user: z.string(),
  defaultProjectId: z.string(),
  /** The region whose OBS host is sent to DLI; `local` for the local cloud. */
  region: z.string(),
  limits: z.object({ paths: z.number(), bodyBytes: z.number() }),
});
export type Session = z.infer<typeof Session>;

export const Health = z.object({ status: z.literal('ok'), version: z.string(), mode: z.enum(['local', 'cloud']) });
export type Health = z.infer<typeof Health>;

export const sessionContract = defineContract({
  getHealth: {
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the server is ready. Asks nothing of DLI.',
    response: Health,
    access: 'open',
    clientHeader: 'none',
    bodyLimit: 0,
  },
  getSession: {
    method: 'GET',
    path: '/api/session',
    summary: 'Mode, user, default project and limits.',
    response: Session,
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
  getOpenApi: {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This table as an OpenAPI 3.1 document.',
    response: z.record(z.string(), z.unknown()),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
});
