/** Reading and deleting: dli_02_0168 (list), dli_02_0172 (one), dli_02_0173 (delete). */
import type { WireList } from '../../dli/wire.ts';
import { KINDS } from '../../domain/kind.ts';
import type { CloudApp, CloudParts } from '../app.ts';
import { badParameter, notFound } from '../dli-error.ts';
import { applyFaultAfterDelete, applyFaultBeforeDelete, applyListFault, applyTagsFault, ignoresTags, withQuirks } from '../faults.ts';
import type { PackageRow } from '../rows.ts';
import { MODULES, wireGroup, wirePackage } from '../wire-answers.ts';

export function addPackageRoutes(app: CloudApp, { settings, registry, copier, blobs, stopped }: CloudParts): void {
  app.get('/v2.0/:project/resources', async (c) => {
    const project = c.req.param('project');
    await applyListFault(project, settings, stopped);
    const tags = c.req.query('tags');
    if (tags) applyTagsFault(project);
    const matches = readFilter(c.req.query('kind'), ignoresTags(project) ? undefined : tags);
    return c.json(withQuirks(project, list(registry.list(project), matches)));
  });

  app.get('/v2.0/:project/resources/:name', (c) => {
    const { project, name } = c.req.param();
    const row = registry.find(project, c.req.query('group') ?? '', name);
    if (!row) throw notFound(`There is no package named ${name}.`);
    return c.json(withQuirks(project, wirePackage(row)));
  });

  app.delete('/v2.0/:project/resources/:name', (c) => {
    const { project, name } = c.req.param();
    applyFaultBeforeDelete(name);
    // Without a group only an ungrouped package is meant: falling back to some group's could delete the wrong one.
    const row = registry.remove(project, c.req.query('group') ?? '', name, settings.emptiedGroup === 'stays');
    if (!row) throw notFound(`There is no package named ${name}.`);
    copier.stop(row.id);
    if (row.sha256) blobs.collect(row.sha256);
    applyFaultAfterDelete(name);
    return c.body(null, 200);
  });
}

type Matches = ((row: PackageRow) => boolean) | null;

function list({ groups, packages }: ReturnType<CloudParts['registry']['list']>, matches: Matches): Partial<WireList> {
  const shown = matches ? packages.filter(matches) : packages;
  const byGroup = Map.groupBy(shown, (row) => row.group);
  // With a filter, a group without a match is left out; without one, an emptied group may be listed.
  const listed = groups.filter((group) => !matches || byGroup.has(group.name));
  return {
    resources: (byGroup.get('') ?? []).map(wirePackage) as WireList['resources'], // fields left out are optional on the wire
    groups: listed.map((group) => wireGroup(group, byGroup.get(group.name) ?? [])) as WireList['groups'], // the same
    modules: MODULES as WireList['modules'], // the same
    // "Number of returned packages" says the table, and the example leaves it out: counted without the built-in ones.
    total: shown.length,
  };
}

/** `tags` is written `k1=v1,k2=v2` as in DLI's other list calls; all must match, and a key alone matches any value. */
function readFilter(kind: string | undefined, tags: string | undefined): Matches {
  if (kind && !(KINDS as readonly string[]).includes(kind)) throw badParameter('The parameter kind is invalid.');
  const wanted = (tags ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? { key: pair, value: null } : { key: pair.slice(0, at), value: pair.slice(at + 1) };
    });
  if (!kind && wanted.length === 0) return null;
  return (row) =>
    (!kind || row.kind === kind) &&
    wanted.every(({ key, value }) => row.tags.some((tag) => tag.key === key && (value === null || tag.value === value)));
}
