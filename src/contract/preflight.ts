/**
 * What can be told of paths before they are sent. Nothing the object store says stops a submission: DLI reads the objects
 * with rights of its own, and its word is what counts.
 */
import * as z from 'zod/mini';
import { Issue, Kind, Millis, ProjectParams } from './common.ts';
import { defineContract } from './define.ts';

/** How many paths one call may ask for. */
export const PREFLIGHT_PATHS_MAX = 50;

/** `blocks`: the submission would be refused. `warns`: likely to go wrong. `notes`: good to know, or not known. */
export const SEVERITIES = ['blocks', 'warns', 'notes'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What is wrong with the object, as far as this console may see. */
export type ObjectProblem =
  | 'object_not_found'
  /** Not there, or not in this region: OBS may say the same for both. */
  | 'bucket_not_found'
  | 'object_denied'
  | 'object_folder'
  | 'object_archived'
  | 'object_unreadable'
  /** params.region: which, `unknown` where the store does not say. */
  | 'object_elsewhere'
  | 'object_empty';

/** Why this console could not look at the object; of the object itself nothing is known. */
export type LookProblem =
  | 'not_looked'
  | 'store_credentials'
  | 'store_signature'
  | 'store_clock_skew'
  | 'store_throttled'
  | 'store_unreachable'
  | 'store_timeout'
  | 'store_failed';

/** params: library, version, runtime. */
export type ObjectFinding = ObjectProblem | LookProblem | 'built_in_jar';

/**
 * Beside `ObjectFinding`: issues of the package's name, how the address was read (`ObsPathNotice`), `kind_mismatch`,
 * `region_differs`, and `path_…` with a problem of the address itself.
 */
export const Finding = z.extend(Issue, { severity: z.enum(SEVERITIES) });
export type Finding = z.infer<typeof Finding>;

export const PathCheck = z.object({
  /** As asked. */
  path: z.string(),
  /** Null where this console could not look, or found none. */
  object: z.nullable(z.object({ sizeBytes: z.number(), lastModified: Millis })),
  findings: z.array(Finding),
});
export type PathCheck = z.infer<typeof PathCheck>;

export const preflightContract = defineContract({
  checkPaths: {
    method: 'POST',
    path: '/api/projects/:projectId/preflight',
    summary:
      'What is known of some paths and their objects. Reads alone; answers from memory for a few seconds, unless asked for `no-cache`.',
    params: ProjectParams,
    body: z.object({
      /** As typed: what is wrong with one is its own finding, and stands in the way of no other. */
      paths: z.array(z.string().check(z.maxLength(4096))).check(z.minLength(1), z.maxLength(PREFLIGHT_PATHS_MAX)),
      /** Without it nothing is said of endings. */
      kind: z.optional(Kind),
    }),
    response: z.object({ checks: z.array(PathCheck) }),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 1_000_000,
  },
});
