/**
 * DLI's package API on the wire (dli_02_0130, 0168 to 0173, 0253; tags and quota: 0396, 0503), read tolerantly: every field may
 * be missing, null or of an unforeseen word, and unknown fields are kept as evidence. Times are epoch milliseconds; 0 means unknown.
 */
import * as z from 'zod';
import type { Steps } from './turns.ts';

const text = z.string().nullish().catch(null);
/** 64-bit milliseconds; some answers print numbers as strings. */
const millis = z.coerce.number().nullish().catch(null);
/** Unlike a time, an empty word is no 0 here. */
const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .catch(null);
/** A real boolean in practice; the documentation's examples print "true". */
const flag = z.union([z.boolean(), z.stringbool()]).nullish().catch(null);
/** One odd item must not lose the rest: what is not of the right type is left out, what is no list is none. */
const list = <T extends z.ZodType>(item: T) => z.preprocess(objectsIn, z.array(item)).nullish().catch(null);
const names = z.preprocess((value) => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : value), z.array(z.string()));

/** The objects of an array, as the schemas below see them: raw items stand at the same places as the parsed ones. */
export function objectsIn(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((v) => typeof v === 'object' && v !== null && !Array.isArray(v)) : value;
}

/** One package: an item of `resources`, of a group's `details`, or the body of GET one. */
export const WirePackage = z.looseObject({
  resource_name: text,
  resource_type: text,
  status: text,
  create_time: millis,
  update_time: millis,
  underlying_name: text,
  owner: text,
  is_async: flag,
});
export type WirePackage = z.infer<typeof WirePackage>;

/** A group in the list, and the answer to an upload that named one (then `details` holds only this call's files). */
export const WireGroup = z.looseObject({
  group_name: text,
  status: text,
  resources: names.nullish().catch(null),
  details: list(WirePackage),
  create_time: millis,
  update_time: millis,
  owner: text,
  is_async: flag,
  description: text,
  module_name: text,
  module_type: text,
});
export type WireGroup = z.infer<typeof WireGroup>;

/** A built-in group: read only. */
export const WireModule = z.looseObject({
  module_name: text,
  module_type: text,
  status: text,
  description: text,
  resources: names.nullish().catch(null),
  create_time: millis,
  update_time: millis,
});
export type WireModule = z.infer<typeof WireModule>;

/** Answer of the list call: complete, unpaged; `total` is not to be relied on. */
export const WireList = z.looseObject({
  resources: list(WirePackage),
  groups: list(WireGroup),
  modules: list(WireModule),
  total: millis,
});
export type WireList = z.infer<typeof WireList>;

/** What `WireList.parse` gives, item by item: a list may be long. */
export function* wireListSteps({ resources, groups, ...rest }: Record<string, unknown>): Steps<WireList> {
  const list = WireList.parse(rest);
  if (resources !== undefined) list.resources = yield* itemSteps(resources, packageSteps);
  if (groups !== undefined) list.groups = yield* itemSteps(groups, groupSteps);
  return list;
}

function* itemSteps<T>(value: unknown, read: (item: unknown) => Steps<T>): Steps<T[] | null> {
  const items = objectsIn(value);
  if (!Array.isArray(items)) return null;
  const parsed: T[] = [];
  for (const item of items) parsed.push(yield* read(item));
  return parsed;
}

function* packageSteps(item: unknown): Steps<WirePackage> {
  yield 1;
  return WirePackage.parse(item);
}

function* groupSteps(item: unknown): Steps<WireGroup> {
  const { details, ...rest } = item as Record<string, unknown>; // objectsIn lets nothing else through
  const group = WireGroup.parse(rest);
  if (details !== undefined) group.details = yield* itemSteps(details, packageSteps);
  yield 1;
  return group;
}

/** Answer of an upload: a group's fields, or `resource_names` alone when no group was named. */
export const WireUploadAnswer = WireGroup.extend({ resource_names: names.nullish().catch(null) });
export type WireUploadAnswer = z.infer<typeof WireUploadAnswer>;

export const WireOwnerAnswer = z.looseObject({ is_success: flag, message: text });
export type WireOwnerAnswer = z.infer<typeof WireOwnerAnswer>;

/** Every key in use, with its values. */
export const WireKnownTags = z.looseObject({ tags: list(z.looseObject({ key: text, values: names.nullish().catch(null) })), count });
export type WireKnownTags = z.infer<typeof WireKnownTags>;

export const WireTags = z.looseObject({ tags: list(z.looseObject({ key: text, value: text })) });
export type WireTags = z.infer<typeof WireTags>;

/** `quota` is how many there may be, `max` how far it could be raised; packages are `SL_PKG_RESOURCE`. */
export const WireQuotas = z.looseObject({
  is_success: flag,
  quotas: z
    .looseObject({ resources: list(z.looseObject({ type: text, min: count, max: count, quota: count, used: count })) })
    .nullish()
    .catch(null),
});
export type WireQuotas = z.infer<typeof WireQuotas>;

/** Body of the general upload; the kind-specific calls take `paths` and `group` alone. */
export interface WireUploadRequest {
  paths: string[];
  kind?: string;
  group?: string;
  is_async?: boolean;
  tags?: { key: string; value: string }[];
}

export interface WireOwnerRequest {
  new_owner: string;
  group_name?: string;
  resource_name?: string;
}
