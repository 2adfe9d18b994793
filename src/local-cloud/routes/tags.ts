/** Tags of packages after their upload: dli_02_0396 (add), 0397 (delete), 0398 (count), 0399 (filter), 0513 (all of a project). */
import * as z from 'zod';
import { checkTag, TAGS_MAX, type Tag } from '../../domain/names.ts';
import type { CloudApp, CloudParts } from '../app.ts';
import { badParameter, notFound } from '../dli-error.ts';
import { applyTagsFault } from '../faults.ts';
import type { PackageRow } from '../rows.ts';
import { check } from '../upload-request.ts';
import { readJson } from './uploads.ts';

const PACKAGES = 'dli_package_resource';
/** They have tags in DLI and are not kept here: nothing is found of them. */
const OTHER_TYPES = ['dli_queue', 'dli_elastic_resource_pool', 'dli_enhanced_datasource', 'dli_database', 'dli_flink_job'];
const LIMIT = 1000;

const AddRequest = z.object({
  tags: z
    .array(z.object({ key: z.string(), value: z.string().default('') }))
    .min(1)
    .max(TAGS_MAX),
});
/** The charset is not looked at when tags are deleted, says dli_02_0397. */
const DeleteRequest = z.object({
  tags: z
    .array(z.object({ key: z.string().min(1), value: z.string().nullish() }))
    .min(1)
    .max(TAGS_MAX),
});
const FilterRequest = z.object({
  without_any_tag: z.boolean().nullish(),
  tags: z
    .array(z.object({ key: z.string().min(1), values: z.array(z.string()) }))
    .max(TAGS_MAX)
    .nullish(),
  matches: z.array(z.object({ key: z.literal('resource_name'), value: z.string() })).nullish(),
});
type Filter = z.infer<typeof FilterRequest>;

export function addTagRoutes(app: CloudApp, { registry }: CloudParts): void {
  app.use(`/v3/:project/${PACKAGES}/*`, async (c, next) => {
    applyTagsFault(c.req.param('project'));
    await next();
  });

  app.get('/v3/:project/:type/:id/tags', (c) => c.json({ tags: find(c.req.param()).tags }));

  app.post('/v3/:project/:type/:id/tags/create', async (c) => {
    const { tags } = check(AddRequest, await readJson(c));
    const row = find(c.req.param());
    const all = new Map(row.tags.map((tag) => [tag.key, tag]));
    for (const [index, tag] of tags.entries()) {
      const problem = checkTag(tag, tags)[0];
      if (problem) throw badParameter(`The parameter tags.${index} is invalid: ${problem.code}.`);
      all.set(tag.key, tag);
    }
    if (all.size > TAGS_MAX) throw badParameter(`A resource has at most ${TAGS_MAX} tags; it would have ${all.size}.`);
    registry.setTags(row.id, [...all.values()]);
    return c.body(null, 204);
  });

  app.post('/v3/:project/:type/:id/tags/delete', async (c) => {
    const { tags } = check(DeleteRequest, await readJson(c));
    const row = find(c.req.param());
    const isNamed = (tag: Tag) => tags.some(({ key, value }) => key === tag.key && (!value || value === tag.value));
    registry.setTags(
      row.id,
      row.tags.filter((tag) => !isNamed(tag)),
    );
    return c.body(null, 204);
  });

  app.get('/v3/:project/:type/tags', (c) => {
    const values = new Map<string, Set<string>>();
    for (const { tags } of list(c.req.param())) {
      for (const { key, value } of tags) values.set(key, (values.get(key) ?? new Set()).add(value));
    }
    const all = [...values].map(([key, found]) => ({ key, values: [...found] }));
    return c.json({ tags: page(all, c.req.query()), count: all.length });
  });

  app.post('/v3/:project/:type/resource-instances/filter', async (c) => {
    const found = list(c.req.param()).filter(matching(check(FilterRequest, await readJson(c))));
    const resources = page(found, c.req.query()).map((row) => ({ resource_id: idOf(row), resource_name: row.name, tags: row.tags }));
    return c.json({ resources, total_count: found.length });
  });

  app.post('/v3/:project/:type/resource-instances/count', async (c) => {
    const found = list(c.req.param()).filter(matching(check(FilterRequest, await readJson(c))));
    return c.json({ total_count: found.length });
  });

  function list({ project, type }: { project: string; type: string }): PackageRow[] {
    if (type === PACKAGES) return registry.list(project).packages;
    if (OTHER_TYPES.includes(type)) return [];
    throw badParameter('The parameter resource_type is invalid.');
  }

  /** The id is `group#object`, or `object` alone (Huawei's Terraform provider); a `#` may also be part of either name. */
  function find({ project, type, id }: { project: string; type: string; id: string }): PackageRow {
    if (type !== PACKAGES && !OTHER_TYPES.includes(type)) throw badParameter('The parameter resource_type is invalid.');
    const splits = [...id.matchAll(/#/g)].map(({ index }) => ({ group: id.slice(0, index), name: id.slice(index + 1) }));
    for (const { group, name } of type === PACKAGES ? [...splits, { group: '', name: id }] : []) {
      const row = registry.find(project, group, name);
      if (row) return row;
    }
    throw notFound(`There is no resource with the id ${id}.`);
  }
}

function idOf({ group, name }: PackageRow): string {
  return group === '' ? name : `${group}#${name}`;
}

/** All keys must match, one of a key's values; no values means any of them. */
function matching({ without_any_tag, tags, matches }: Filter): (row: PackageRow) => boolean {
  return (row) =>
    (!without_any_tag || row.tags.length === 0) &&
    (tags ?? []).every(({ key, values }) =>
      row.tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value))),
    ) &&
    (matches ?? []).every(({ value }) => row.name.includes(value));
}

function page<T>(items: T[], { limit, offset }: Record<string, string>): T[] {
  const from = readCount(offset, 0, 'offset');
  return items.slice(from, from + readCount(limit, LIMIT, 'limit'));
}

function readCount(text: string | undefined, fallback: number, name: string): number {
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw badParameter(`The parameter ${name} is invalid.`);
  return Number(text);
}
