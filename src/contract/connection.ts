/**
 * Whether the way to DLI, IAM and OBS is open, step by step. A step says what was found as a code with parameters; the
 * words for it, and for what to do, belong to whoever shows it. Never a secret: names of variables, hosts, codes.
 */
import * as z from 'zod/mini';
import { ProjectParams } from './common.ts';
import { defineContract } from './define.ts';

export const CONNECTION_STEPS = [
  'configuration',
  'folder',
  'reach',
  'tls',
  'clock',
  'credentials',
  'project',
  'packages',
  'buckets',
  'object',
] as const;
export type ConnectionStepId = (typeof CONNECTION_STEPS)[number];

export const FINDINGS = [
  'configured',
  'local_mode',
  'folder_there',
  'folder_new',
  'folder_missing',
  'folder_denied',
  // Not tried
  'needs_step',
  'plain_http',
  'no_object',
  // The way there
  'reached',
  'reached_by_proxy',
  'host_unknown',
  'connection_refused',
  'connect_timeout',
  'connection_failed',
  'proxy_unreachable',
  'proxy_wants_login',
  'proxy_refused',
  'tls_verified',
  'tls_self_signed',
  'tls_unknown_ca',
  'tls_expired',
  'tls_wrong_host',
  'tls_failed',
  'clock_right',
  'clock_behind',
  'clock_ahead',
  'clock_untold',
  // Who we are
  'credentials_accepted',
  'key_unknown',
  'signature_wrong',
  'key_locked',
  'security_token_wrong',
  'password_wrong',
  'credentials_refused',
  'project_found',
  'project_unproved',
  'project_name_unknown',
  'project_id_unknown',
  'project_elsewhere',
  'projects_denied',
  // What we may
  'packages_listed',
  'packages_denied',
  'buckets_listed',
  'buckets_denied',
  'object_found',
  'object_denied',
  'object_missing',
  'bucket_missing',
  'object_elsewhere',
  // Any call
  'call_timeout',
  'call_broken',
  'call_throttled',
  'call_failed',
  'answer_foreign',
] as const;
export type Finding = (typeof FINDINGS)[number];

export const ConnectionStep = z.object({
  id: z.enum(CONNECTION_STEPS),
  /** Where a step is made for each of them. */
  service: z.nullable(z.enum(['dli', 'iam', 'obs'])),
  /** `warned`: something is amiss, and the console can do its work all the same. */
  state: z.enum(['ok', 'warned', 'failed', 'skipped']),
  ms: z.number(),
  found: z.object({ code: z.enum(FINDINGS), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  /** What the service answered, word for word. */
  answer: z.nullable(
    z.object({
      httpStatus: z.nullable(z.number()),
      errorCode: z.nullable(z.string()),
      errorMessage: z.nullable(z.string()),
      requestId: z.nullable(z.string()),
    }),
  ),
});
export type ConnectionStep = z.infer<typeof ConnectionStep>;

/** `checkedAt`: epoch milliseconds at which the check began. `steps`: those that came to something so far, in their order. */
export const ConnectionCheck = z.object({ checkedAt: z.number(), steps: z.array(ConnectionStep), isDone: z.boolean() });
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

export const connectionContract = defineContract({
  checkConnection: {
    method: 'POST',
    path: '/api/projects/:projectId/connection-check',
    summary:
      'Tries every step from here to DLI, IAM and OBS, and says what to mend. Changes nothing. Answers once there is more than the caller has; asked again, it goes on with the same check. One check per project at a time; one of less than 5 s ago is answered again.',
    params: ProjectParams,
    body: z.object({
      /** The object to look at; null: the first that is found. */
      object: z.nullable(z.string().check(z.maxLength(2048))),
      /** How many steps the caller has; 0 begins. */
      have: z.number().check(z.int(), z.gte(0), z.lte(100)),
    }),
    response: ConnectionCheck,
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 10_000,
  },
});
