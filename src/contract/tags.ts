/** Tags of one package after its upload, and the quota they and all packages are under. DLI tags packages, never groups. */
import * as z from 'zod/mini';
import { TAGS_MAX } from '../domain/names.ts';
import { ProjectParams } from './common.ts';
import { defineContract } from './define.ts';
import { ApiErrorBody } from './errors.ts';
import { Tags } from './submissions.ts';

/** As DLI tells them: not held to the rules that new ones are. */
const TagList = z.array(z.object({ key: z.string(), value: z.string() }));

export const PackageTags = z.object({ tags: TagList });
export type PackageTags = z.infer<typeof PackageTags>;

/**
 * `done`: DLI said so, or a read after a lost answer shows it. `failed`: nothing was changed. `unknown`: DLI's answer was lost, and
 * no read could show what came of it. `notSent`: the call before it had not succeeded.
 */
export const TAG_CHANGE_STATES = ['done', 'failed', 'unknown', 'notSent'] as const;
export const TagChange = z.object({
  action: z.enum(['set', 'remove']),
  key: z.string(),
  state: z.enum(TAG_CHANGE_STATES),
  error: z.nullable(ApiErrorBody),
});
export type TagChange = z.infer<typeof TagChange>;

export const TagChangeRequest = z
  .object({
    group: z.nullable(z.string().check(z.minLength(1), z.maxLength(1024))),
    name: z.string().check(z.minLength(1), z.maxLength(1024)),
    /** New keys, and keys that get another value. Tags that are named in neither list stay as they are. */
    set: Tags,
    remove: z.array(z.string().check(z.minLength(1), z.maxLength(1024))).check(z.maxLength(TAGS_MAX)),
  })
  .check(
    z.check((ctx) => {
      const { set, remove } = ctx.value;
      const refuse = (path: (string | number)[], code: string) =>
        ctx.issues.push({ code: 'custom', input: ctx.value, path, params: { issue: { code } } });
      if (set.length + remove.length === 0) refuse(['set'], 'empty');
      set.forEach(({ key }, index) => {
        if (remove.includes(key)) refuse(['set', index, 'key'], 'key_repeated');
      });
    }),
  );
export type TagChangeRequest = z.infer<typeof TagChangeRequest>;

/** Packages of the project; null where DLI does not say. The figures may be a minute old. */
export const Quota = z.object({ used: z.nullable(z.number()), allowed: z.nullable(z.number()) });
export type Quota = z.infer<typeof Quota>;

const read = { method: 'GET', access: 'user', clientHeader: 'required', params: ProjectParams, bodyLimit: 0 } as const;

/** At most 1,000 keys, each with at most 100 of its values, by name. */
export const KNOWN_VALUES_MAX = 100;
export const KnownTags = z.object({ tags: z.array(z.object({ key: z.string(), values: z.array(z.string()) })) });
export type KnownTags = z.infer<typeof KnownTags>;

export const tagsContract = defineContract({
  listTags: {
    ...read,
    path: '/api/projects/:projectId/tags',
    summary: 'The tags in use among the packages of the project, to choose a filter from. May be a minute old.',
    response: KnownTags,
  },
  getPackageTags: {
    ...read,
    path: '/api/projects/:projectId/package-tags',
    summary: 'The tags of one package, read from DLI at once: its list never carries them.',
    query: z.object({ group: z.optional(z.string().check(z.maxLength(1024))), name: z.string().check(z.minLength(1), z.maxLength(1024)) }),
    response: PackageTags,
  },
  changePackageTags: {
    method: 'POST',
    path: '/api/projects/:projectId/package-tags',
    summary: 'Sets and removes tags of one package, with an outcome each, and reads them again. The same request twice comes to the same.',
    params: ProjectParams,
    body: TagChangeRequest,
    /** `tags`: as read afterwards; null where that read failed. */
    response: z.object({ tags: z.nullable(TagList), changes: z.array(TagChange) }),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 100_000,
  },
  getQuota: {
    ...read,
    path: '/api/projects/:projectId/quota',
    summary: 'How many packages there are and may be. Answers nulls where DLI cannot be asked: no screen depends on it.',
    response: Quota,
  },
});
