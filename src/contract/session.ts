import * as z from 'zod/mini';
import { Kind } from './common.ts';
import { defineContract } from './define.ts';

export const ProjectSummary = z.object({
  id: z.string(),
  /** What whoever set it up calls it; the region's name where nobody did. */
  name: z.string(),
  region: z.string(),
  /** Base address of DLI's API, for the calls shown to the reader; null where nothing but this server reaches it. */
  dliEndpoint: z.nullable(z.string()),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

/** What the page needs before its first request; also written into `index.html`, so that the first screen does not ask for it. */
export const Session = z.object({
  product: z.literal('groupage'),
  version: z.string(),
  /** `local`: the embedded local cloud, no account needed. `cloud`: Huawei Cloud. */
  mode: z.enum(['local', 'cloud']),
  /** Whose name submissions carry until people sign in. */
  user: z.string(),
  defaultProjectId: z.string(),
  /** Those that are set up, at least one. In local mode any other legal id is a project as well. `region`: whose OBS host is sent to DLI. */
  projects: z.array(ProjectSummary),
  limits: z.object({ paths: z.number(), bodyBytes: z.number() }),
  /** A submission to try things with; null where there are no sample objects. */
  samples: z.nullable(z.object({ group: z.string(), kind: Kind, paths: z.array(z.string()) })),
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
