/** What changed without this console, as far as the reads made anyway show it. */
import * as z from 'zod/mini';
import { Millis, ProjectParams } from './common.ts';
import { defineContract } from './define.ts';

/** `uploaded`: again, under the same name. `many`: too many at once to be told one by one. */
export const CHANGES = ['appeared', 'vanished', 'uploaded', 'owner', 'many'] as const;

export const OutsideChange = z.object({
  id: z.string(),
  what: z.enum(CHANGES),
  /** Null: in no group. Left out for `many`. */
  group: z.optional(z.nullable(z.string())),
  /** Null for the group itself. */
  name: z.nullable(z.string()),
  /** It happened after the read that began at `since` (null: some time before this server started) and was seen by the one at `at`. */
  at: z.number(),
  since: Millis,
  /** DLI's time of the upload. */
  updatedAt: Millis,
  owner: z.nullable(z.string()),
  ownerBefore: z.nullable(z.string()),
  counts: z.nullable(z.object({ appeared: z.number(), vanished: z.number(), uploaded: z.number(), owner: z.number() })),
});
export type OutsideChange = z.infer<typeof OutsideChange>;

export const OutsideChanges = z.object({
  /** Newest first. */
  items: z.array(OutsideChange),
  /** For the next page; null on the last. */
  next: z.nullable(z.string()),
  /** Since when changes of this project are noted; null: not yet. */
  since: Millis,
});
export type OutsideChanges = z.infer<typeof OutsideChanges>;

export const changesContract = defineContract({
  listChanges: {
    method: 'GET',
    path: '/api/projects/:projectId/changes',
    summary:
      'What reads showed as changed without this console, newest first: of the project, one group, the ungrouped packages, or one package.',
    params: ProjectParams,
    query: z.object({
      group: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
      /** Of the packages in no group alone. */
      ungrouped: z.optional(z.literal('yes')),
      /** Of one package of the group, or of the ungrouped ones. */
      name: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
      cursor: z.optional(z.string().check(z.maxLength(64))),
      limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 20),
    }),
    response: OutsideChanges,
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
});
