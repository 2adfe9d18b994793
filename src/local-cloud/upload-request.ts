/** Reads and checks the body of the four uploads. What DLI would refuse is refused with DLI.0001; unknown fields are ignored. */
import * as z from 'zod';
import { KINDS, type Kind } from '../domain/kind.ts';
import { checkGroupName, checkPackageName, checkTag, TAGS_MAX, type Tag } from '../domain/names.ts';
import { packageNameOf, parseObsPath } from '../domain/obs-path.ts';
import { badParameter } from './dli-error.ts';
import type { LocalCloudSettings } from './settings.ts';

export interface UploadRequest {
  /** '' for none. */
  group: string;
  kind: Kind;
  isAsync: boolean;
  tags: Tag[];
  files: { name: string; bucket: string; key: string }[];
}

/** The example of dli_02_0130 sends `is_async` as the string "true". */
const Flag = z.union([
  z.boolean(),
  z
    .string()
    .toLowerCase()
    .pipe(z.stringbool({ truthy: ['true'], falsy: ['false'] })),
]);

const Common = z.object({
  paths: z.array(z.string()).min(1),
  // Mandatory on newer pages, optional on older ones; Huawei's Terraform provider leaves it out.
  group: z.string().nullish(),
});
const General = Common.extend({
  kind: z.enum(KINDS),
  is_async: Flag.nullish(),
  tags: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .max(TAGS_MAX)
    .nullish(),
});

/** Of `POST …/resources`, which names its kind. */
export function readGeneralUpload(body: unknown, settings: LocalCloudSettings): UploadRequest {
  const { paths, group, kind, is_async, tags } = check(General, body);
  return { group: readGroupName(group), kind, isAsync: is_async ?? false, tags: readTags(tags ?? []), files: readPaths(paths, settings) };
}

/** Of the kind-specific uploads: no kind, no `is_async`, no tags; they answer when the copying is done. */
export function readKindUpload(body: unknown, kind: Kind, settings: LocalCloudSettings): UploadRequest {
  const { paths, group } = check(Common, body);
  return { group: readGroupName(group), kind, isAsync: false, tags: [], files: readPaths(paths, settings) };
}

export function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badParameter(`The parameter ${issue?.path.join('.') || 'body'} is invalid: ${issue?.message ?? 'unreadable'}.`);
}

/** The charset is documented for the owner call alone, so it is not asked for here. */
function readGroupName(group: string | null | undefined): string {
  if (!group) return '';
  const problem = checkGroupName(group).errors[0];
  if (problem) throw badParameter(`The parameter group is invalid: ${problem.code}.`);
  return group;
}

function readTags(tags: Tag[]): Tag[] {
  for (const [index, tag] of tags.entries()) {
    const problem = checkTag(tag, tags)[0];
    if (problem) throw badParameter(`The parameter tags.${index} is invalid: ${problem.code}.`);
  }
  return tags;
}

function readPaths(paths: string[], { duplicateNames }: LocalCloudSettings): UploadRequest['files'] {
  const files = new Map<string, UploadRequest['files'][number]>();
  for (const [index, text] of paths.entries()) {
    const parsed = parseObsPath(text);
    if (!parsed.ok) throw badParameter(`The parameter paths.${index} is invalid: ${parsed.problem.code}.`);
    const name = packageNameOf(parsed.path);
    const problem = checkPackageName(name).errors[0];
    if (problem) throw badParameter(`The package name of paths.${index} is invalid: ${problem.code}.`);
    if (files.has(name) && duplicateNames === 'refused') throw badParameter(`paths.${index} repeats the package name ${name}.`);
    files.set(name, { name, bucket: parsed.path.bucket, key: parsed.path.key });
  }
  return [...files.values()];
}
