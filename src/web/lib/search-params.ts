/**
 * What stands in an address, as plain strings: a group named "123" or "true" stays a string, and links can be read
 * and typed by people. Wrong values fall back to the default instead of breaking the page.
 */
import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';
import { FILTER_VALUE_MAX, TAG_FILTER } from '../../contract/common.ts';
import { GROUP_SORTS, MODULE_SORTS, PACKAGE_SORTS } from '../../contract/groups.ts';
import { TAG_FILTER_MAX } from '../../domain/names.ts';
import { KEY_MAX_BYTES } from '../../domain/obs-path.ts';
import { ROLL_UP_STATES, STATUSES } from '../../domain/status.ts';

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' || typeof value === 'number') params.set(name, String(value));
  }
  return params.size > 0 ? `?${params}` : '';
}

const text = orElse(z._default(z.string().check(z.maxLength(128)), ''), '');
const page = orElse(z._default(z.coerce.number().check(z.int(), z.gte(1)), 1), 1);
const order = orElse(z._default(z.enum(['asc', 'desc']), 'asc'), 'asc');
const name = orElse(z.optional(z.string().check(z.minLength(1), z.maxLength(256))), undefined);

/** Kinds and owners are words of DLI's: any may stand there, and one that nothing has matches nothing. */
const word = orElse(z._default(z.string().check(z.maxLength(FILTER_VALUE_MAX)), ''), '');

const tag = orElse(z._default(z.string().check(z.maxLength(TAG_FILTER_MAX), z.regex(TAG_FILTER)), ''), '');

function pageSize(standard: number) {
  return orElse(z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), standard), standard);
}

export const GroupsAddress = z.object({
  text,
  kind: word,
  status: orElse(z._default(z.enum(['', ...ROLL_UP_STATES]), ''), ''),
  owner: word,
  tag,
  sort: orElse(z._default(z.enum(GROUP_SORTS), 'attention'), 'attention'),
  order,
  page,
  pageSize: pageSize(25),
});
export type GroupsAddress = z.output<typeof GroupsAddress>;

export const PackagesAddress = z.object({
  text,
  kind: word,
  status: orElse(z._default(z.enum(['', ...STATUSES]), ''), ''),
  owner: word,
  tag,
  sort: orElse(z._default(z.enum(PACKAGE_SORTS), 'attention'), 'attention'),
  order,
  page,
  pageSize: pageSize(100),
  /** Whose details are open. */
  package: name,
});
export type PackagesAddress = z.output<typeof PackagesAddress>;

export const ModulesAddress = z.object({
  text,
  sort: orElse(z._default(z.enum(MODULE_SORTS), 'name'), 'name'),
  order,
  page,
  pageSize: pageSize(25),
});
export type ModulesAddress = z.output<typeof ModulesAddress>;

/** What narrows a list, and the address of all of it. */
export const NO_FILTER = { text: '', kind: '', status: '', owner: '', tag: '' } as const;

/** By name alone, or by something else as well; null: by nothing. */
export function filteredBy({ text, kind, status, owner, tag: has }: Record<keyof typeof NO_FILTER, string>): 'name' | 'more' | null {
  if (kind !== '' || status !== '' || owner !== '' || has !== '') return 'more';
  return text === '' ? null : 'name';
}

/** What of an address decides which rows are read: an open drawer does not. */
export function viewOf<T extends { package?: string | undefined }>(address: T): Omit<T, 'package'> {
  const { package: _, ...view } = address;
  return view;
}

export const GroupAddress = z.extend(PackagesAddress, {
  name: orElse(z._default(z.string(), ''), ''),
  /** Which part of the group is shown; left out: its packages. */
  tab: orElse(z.optional(z.enum(['history', 'use'])), undefined),
});

/** What the form is opened for (`lib/submission-start.ts`). */
export const NewSubmissionAddress = z.object({
  group: name,
  copy: name,
  replace: name,
  again: name,
  sample: orElse(z.optional(z.literal('yes')), undefined),
  /** Which of the picked paths (`lib/picked-paths.ts`). */
  picked: name,
  /** Which entry of the record to do again; `only`: as much of it as failed. */
  entry: name,
  only: orElse(z.optional(z.literal('failed')), undefined),
});

const some = orElse(z.optional(z.string().check(z.minLength(1), z.maxLength(1024))), undefined);
const day = orElse(z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/))), undefined);
/** What of the record is shown. Its own screen knows which outcomes and types there are. */
export const ActivityAddress = z.object({
  group: some,
  ungrouped: orElse(z.optional(z.literal('yes')), undefined),
  actor: some,
  outcome: some,
  type: some,
  /** Days as the reader counts them, both included. */
  from: day,
  until: day,
  cursor: some,
  newerThan: some,
});
export type ActivityAddress = z.output<typeof ActivityAddress>;

const keyPart = orElse(z._default(z.string().check(z.maxLength(KEY_MAX_BYTES)), ''), '');
/** Where somebody looks in OBS; without a bucket the list of them. */
export const ObjectsAddress = z.object({
  bucket: orElse(z._default(z.string().check(z.maxLength(256)), ''), ''),
  prefix: keyPart,
  text: keyPart,
});

/** What is left out of an address because it says nothing. */
export const GROUPS_DEFAULTS = z.parse(GroupsAddress, {});
export const PACKAGES_DEFAULTS = z.parse(PackagesAddress, {});
export const MODULES_DEFAULTS = z.parse(ModulesAddress, {});
export const OBJECTS_DEFAULTS = z.parse(ObjectsAddress, {});
