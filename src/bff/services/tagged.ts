/**
 * What of a project has a tag. DLI's list never carries tags, so DLI is asked for the list filtered by it, and that says which packages
 * are meant; what they are is told by the whole list. Only what both hold is ever shown, counted or selected.
 */

import type { DliClient } from '../../dli/client.ts';
import { DliError } from '../../dli/errors.ts';
import { ApiError, toApiError } from '../errors.ts';
import type { Projects } from '../projects.ts';
import type { GroupModel, PackageModel, ProjectModel } from './model.ts';
import type { Snapshot, SnapshotRequest, Snapshots } from './snapshots.ts';

export interface Reading {
  /** The whole list. */
  snapshot: Snapshot;
  listed: Listed;
}

/** The rows of its lists. The same arrays while neither list changed: what was sorted and counted stays known. */
export interface Listed {
  /** Changes with what the tag finds; empty without a tag. */
  version: string;
  /** Those with at least one package that has the tag, as they are: whole. */
  groups: readonly GroupModel[];
  packagesOf(group: string | null): readonly PackageModel[];
}

export interface Tagged {
  /** @throws ApiError with `details.filter` when it is the filter that failed; DliError as the list call does */
  get(projectId: string, request?: SnapshotRequest): Promise<Reading>;
}

export function createTagged({ projects, snapshots }: { projects: Projects; snapshots: Snapshots }): Tagged {
  const known = new WeakMap<ProjectModel, WeakMap<ProjectModel, Listed>>();
  const proofs = new WeakMap<ProjectModel, Promise<boolean>>();

  function listedBy(whole: ProjectModel, found: Snapshot): Listed {
    const byFound = known.get(whole) ?? new WeakMap<ProjectModel, Listed>();
    known.set(whole, byFound);
    const listed = byFound.get(found.model) ?? intersection(whole, found);
    byFound.set(found.model, listed);
    return listed;
  }

  /** A service that does not know the filter answers everything: then one package tells, by its own tags. */
  async function expectFiltered(projectId: string, tag: string, whole: ProjectModel, found: Snapshot): Promise<void> {
    const one = anyPackage(whole);
    if (!one || hasLessThan(found.model, whole)) return;
    let proof = proofs.get(found.model);
    if (!proof) {
      proof = hasTag(projects.of(projectId).dli, projectId, one, tag);
      proofs.set(found.model, proof);
      proof.catch(() => proofs.delete(found.model));
    }
    if (!(await proof)) throw new ApiError('dli_ignores_tags', 'DLI does not filter its list by tag.', { details: { filter: 'tag' } });
  }

  return {
    async get(projectId, { fresh = false, tag = '' } = {}) {
      if (tag === '') {
        const snapshot = await snapshots.get(projectId, { fresh });
        return { snapshot, listed: everything(snapshot.model) };
      }
      const [snapshot, found] = await Promise.all([
        snapshots.get(projectId, { fresh }),
        snapshots.get(projectId, { tag }).catch((error: unknown) => error as Error), // told below, after the failure of the whole list
      ]);
      try {
        if (found instanceof Error) throw found;
        await expectFiltered(projectId, tag, snapshot.model, found);
        return { snapshot, listed: listedBy(snapshot.model, found) };
      } catch (error) {
        throw error instanceof DliError ? ofFilter(error) : error;
      }
    },
  };
}

function everything(model: ProjectModel): Listed {
  return {
    version: '',
    groups: model.groups,
    packagesOf: (group) => packagesIn(model, group),
  };
}

export function packagesIn(model: ProjectModel, group: string | null): readonly PackageModel[] {
  return group === null ? model.ungrouped : (model.groupByName.get(group)?.packages ?? []);
}

function intersection(whole: ProjectModel, { model: found, version }: Snapshot): Listed {
  const packages = new Map<string | null, readonly PackageModel[]>();
  const packagesOf = (group: string | null) => {
    const byName = group === null ? found.ungroupedByName : found.groupByName.get(group)?.packageByName;
    const rows = packages.get(group) ?? packagesIn(whole, group).filter(({ name }) => byName?.has(name));
    packages.set(group, rows);
    return rows;
  };
  const groups = whole.groups.filter(({ name, packages: members }) => {
    const byName = found.groupByName.get(name)?.packageByName;
    return byName !== undefined && members.some((member) => byName.has(member.name));
  });
  return { version: `t${version}`, groups, packagesOf };
}

function countOf({ groups, ungrouped }: ProjectModel): number {
  return groups.reduce((sum, { packages }) => sum + packages.length, ungrouped.length);
}

function hasLessThan(found: ProjectModel, whole: ProjectModel): boolean {
  return countOf(found) < countOf(whole);
}

function anyPackage({ groups, ungrouped }: ProjectModel): PackageModel | undefined {
  return ungrouped[0] ?? groups.find(({ packages }) => packages.length > 0)?.packages[0];
}

async function hasTag(dli: DliClient, projectId: string, { group, name }: PackageModel, tag: string): Promise<boolean> {
  const at = tag.indexOf('=');
  const [key, value] = at < 0 ? [tag, null] : [tag.slice(0, at), tag.slice(at + 1)];
  const { data } = await dli.getTags(projectId, { group, name });
  return (data.tags ?? []).some((own) => own.key === key && (value === null || (own.value ?? '') === value));
}

function ofFilter(error: DliError): ApiError {
  const { code, message, options } = toApiError(error);
  return new ApiError(code, message, { ...options, details: { ...options.details, filter: 'tag' } });
}
