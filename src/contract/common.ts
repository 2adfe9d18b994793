/** Shapes that several resources share. */
import * as z from 'zod/mini';
import { KINDS } from '../domain/kind.ts';
import { TAG_FILTER_MAX } from '../domain/names.ts';
import { ROLL_UP_STATES, STATUSES } from '../domain/status.ts';

/** Real project ids are 32 hex digits; the local cloud takes any legal word. */
export const ProjectId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
export const ProjectParams = z.object({ projectId: ProjectId });

/** Epoch milliseconds; null where DLI says 0 or nothing. */
export const Millis = z.nullable(z.number());

export const Kind = z.enum(KINDS);
export const Status = z.enum(STATUSES);

export const RollUp = z.object({
  state: z.enum(ROLL_UP_STATES),
  total: z.number(),
  uploading: z.number(),
  ready: z.number(),
  failed: z.number(),
  unknown: z.number(),
});
export type RollUp = z.infer<typeof RollUp>;

/** A problem told in a code and its numbers (see `domain/issue.ts`). */
export const Issue = z.object({
  code: z.string(),
  params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type Issue = z.infer<typeof Issue>;

/** A JSON value as DLI sent it, shown as evidence and never interpreted. */
export const RawJson = z.record(z.string(), z.unknown());

export const PAGE_SIZES = [10, 25, 50, 100, 200] as const;

/** Paging as it stands in an address. A page past the end is answered with the last one. */
export const PagingQuery = {
  page: z._default(z.coerce.number().check(z.int(), z.gte(1)), 1),
  pageSize: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 25),
  order: z._default(z.enum(['asc', 'desc']), 'asc'),
  /** Case-insensitive part of a name. */
  text: z._default(z.string().check(z.maxLength(128)), ''),
};

export const FILTER_VALUE_MAX = 256;
export const TAG_FILTER = /^[^,]*$/;
/** One value each, as DLI spells it; empty: any. Kinds are compared without case. */
export const FilterQuery = {
  kind: z._default(z.string().check(z.maxLength(FILTER_VALUE_MAX)), ''),
  owner: z._default(z.string().check(z.maxLength(FILTER_VALUE_MAX)), ''),
  /** `key` for whatever value, or `key=value`: what DLI itself finds by it. DLI separates several with commas; here there is one. */
  tag: z._default(z.string().check(z.maxLength(TAG_FILTER_MAX), z.regex(TAG_FILTER)), ''),
};

/** At most this many of each, the most frequent ones. */
export const FACETS_MAX = 100;
const Facet = z.array(z.object({ value: z.string(), count: z.number() }));
/** What a list can be filtered by, most frequent first, counted over the whole of it, or of what has the tag asked for. */
export const Facets = z.object({ kinds: Facet, statuses: Facet, owners: Facet });
export type Facets = z.infer<typeof Facets>;

export function pageOf<T extends z.ZodMiniType>(item: T) {
  return z.object({
    items: z.array(item),
    /** How many match the filter, over all pages. */
    matching: z.number(),
    /** How many there are without the filter. */
    total: z.number(),
    page: z.number(),
    pageSize: z.number(),
    facets: Facets,
  });
}
