/** Where a package came from: by our own submission of it, or by a user's word. DLI never tells. */
import * as z from 'zod/mini';
import { packageNameOf, parseObsPath } from '../domain/obs-path.ts';
import { Millis, ProjectParams } from './common.ts';
import { defineContract } from './define.ts';
import { ObsPathText } from './submissions.ts';

export const Origin = z.object({
  /** `attached`: taken on a user's word, not checked by DLI. */
  how: z.enum(['submitted', 'attached']),
  obsUri: z.string(),
  /** Of the object as it was looked at for that; null where nobody could look. */
  sizeBytes: z.nullable(z.number()),
  /** When it was submitted, or attached, and by whom. */
  at: z.number(),
  by: z.string(),
  note: z.nullable(z.string()),
  /** What DLI shows is not what was last seen of that upload, and nothing of ours explains it. */
  isChangedSince: z.boolean(),
});
export type Origin = z.infer<typeof Origin>;

export const GroupOrigin = z.object({
  /** The newest submission that a member of the group came by; null where there is none. */
  submittedAt: Millis,
  submittedBy: z.nullable(z.string()),
  /** Members that are not known from this console, or were changed since by something else. */
  notFromHere: z.number(),
  /** When the latest change that was not made here was noticed; null where none was. */
  changedAt: Millis,
});
export type GroupOrigin = z.infer<typeof GroupOrigin>;

export const NOTE_MAX = 500;

const place = {
  /** Null: in no group. */
  group: z.nullable(z.string().check(z.minLength(1), z.maxLength(1024))),
  name: z.string().check(z.minLength(1), z.maxLength(1024)),
};

/** A path's base name is what the package made of it is called: another one cannot be where it came from. */
export const AttachRequest = z.object({ ...place, path: ObsPathText, note: z.nullable(z.string().check(z.maxLength(NOTE_MAX))) }).check(
  z.check((ctx) => {
    const { name, path } = ctx.value;
    const parsed = parseObsPath(path);
    if (!parsed.ok || packageNameOf(parsed.path) === name) return;
    const issue = { code: 'name_differs', params: { name, found: packageNameOf(parsed.path) } };
    ctx.issues.push({ code: 'custom', input: path, path: ['path'], params: { issue } });
  }),
);
export type AttachRequest = z.infer<typeof AttachRequest>;

const write = { method: 'POST', params: ProjectParams, access: 'user', clientHeader: 'required', bodyLimit: 20_000 } as const;

export const originsContract = defineContract({
  attachPath: {
    ...write,
    path: '/api/projects/:projectId/attached-paths',
    summary:
      'Keeps the path a package came from, on the user’s word. A later submission supersedes it. The same request twice comes to the same.',
    body: AttachRequest,
    response: Origin,
  },
  detachPath: {
    ...write,
    path: '/api/projects/:projectId/detached-paths',
    summary: 'Takes an attached path back; the record of it stays.',
    body: z.object(place),
    /** What is known of the package without it. */
    response: z.object({ origin: z.nullable(Origin) }),
  },
});
