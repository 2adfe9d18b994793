import type { BuiltInModule, Group, GroupSummary, groupsContract } from '../../contract/groups.ts';
import { OPERATION_ITEMS_MAX } from '../../contract/operations.ts';
import type { Submission } from '../../contract/submissions.ts';
import { rollUp } from '../../domain/status.ts';
import { Conditional } from '../conditional.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Explain } from '../services/explain.ts';
import { membersFor } from '../services/members.ts';
import type { GroupModel, ModuleModel, ProjectModel } from '../services/model.ts';
import type { Operations } from '../services/operations.ts';
import type { Origins } from '../services/origins.ts';
import type { OriginsTold } from '../services/origins-told.ts';
import { createPackagesTold, usualUntil } from '../services/packages-told.ts';
import { tokenOf } from '../services/plan.ts';
import { type Recall, SUBMISSIONS_SHOWN } from '../services/recall.ts';
import type { Snapshot, Snapshots } from '../services/snapshots.ts';
import type { Submissions } from '../services/submissions.ts';
import { packagesIn, type Tagged } from '../services/tagged.ts';
import type { UsualWaits } from '../services/usual-wait.ts';
import { GROUP_ORDERS, MODULE_ORDERS, PACKAGE_ORDERS, type Pager } from '../services/views.ts';

export interface GroupRoutesOptions {
  snapshots: Snapshots;
  tagged: Tagged;
  submissions: Submissions;
  recall: Recall;
  explain: Explain;
  usualWaits: UsualWaits;
  operations: Operations;
  origins: Origins;
  originsOf: (projectId: string) => OriginsTold;
  pager: Pager;
}

export function groupRoutes(options: GroupRoutesOptions): Handlers<typeof groupsContract> {
  const { snapshots, tagged, submissions, recall, explain, usualWaits, operations, origins, originsOf, pager } = options;
  const hints = { explain, usualWaits };
  /** Everything an answer is made of, so that equal tags mean equal answers. */
  const tagOf = (snapshot: Snapshot, group?: string | null) => {
    const isFollowing = submissions.isFollowing(snapshot.projectId, group) ? 'f' : '';
    const operatingSince = operations.runningSince(snapshot.projectId);
    const told = `${submissions.version(snapshot.projectId)}.${origins.version(snapshot.projectId)}`;
    const looks = group === undefined ? '' : `e${explain.version(snapshot.projectId)}`;
    const usual = snapshot.model.isMoving ? `u${usualWaits.of(snapshot.projectId).ms}` : '';
    const record = group !== undefined && isRecordRead(snapshot, group) ? 'r' : '';
    const rest = `${record}${isFollowing}${operatingSince === null ? '' : `o${operatingSince}`}${looks}${usual}`;
    return `${snapshot.version}.${told}${rest}`;
  };

  const isRecordRead = ({ projectId }: Snapshot, group: string | null) =>
    submissions.isRecalled(projectId, group) && origins.of(projectId) !== null;

  /** The list, the submissions being followed, and operations anywhere in the project; `group` undefined: the whole project. */
  function motion({ projectId, readAt }: Snapshot, since: number | null, latest: readonly Submission[], group?: string | null) {
    const isFollowing = submissions.isFollowing(projectId, group);
    const followedSince = isFollowing ? (latest[0]?.submittedAt ?? null) : null;
    const isOperating = operations.runningSince(projectId) !== null;
    // What failed is explained in a moment.
    const lookingSince = group === undefined ? null : explain.lookingSince(projectId, group);
    // Items end one after another until it is through: as if each read found something begun just now.
    const starts = [since, followedSince, lookingSince, isOperating ? readAt : null].filter((ms) => ms !== null);
    return {
      isMoving: since !== null || isFollowing || lookingSince !== null || isOperating,
      movingSince: starts.length === 0 ? null : Math.max(...starts),
    };
  }

  return {
    async listGroups({ params: { projectId }, query }, { wantsFresh }) {
      const { snapshot, listed } = await tagged.get(projectId, { fresh: wantsFresh, tag: query.tag });
      const { model } = snapshot;
      await origins.loading(snapshot);
      return new Conditional(tagOf(snapshot) + listed.version, snapshot.readAt, () => {
        const page = pager.page(listed.groups, GROUP_ORDERS, query);
        const told = originsOf(projectId);
        return {
          ...page,
          total: model.groups.length,
          items: page.items.map((group) => {
            const until = group.rollUp.uploading > 0 ? usualUntil(submissions, projectId, group, usualWaits.of(projectId).ms) : null;
            return { ...toSummary(group, told), ...(until === null ? {} : { usualUntil: until }) };
          }),
          ...motion(snapshot, model.movingSince, submissions.newest(projectId)),
          counts: {
            groups: model.groups.length,
            ungrouped: model.ungrouped.length,
            modules: model.modules.length,
            uploading: model.uploading,
            failed: model.failed,
          },
        };
      });
    },

    async getGroup({ params: { projectId }, query }, { wantsFresh }) {
      const { snapshot, listed } = await tagged.get(projectId, { fresh: wantsFresh, tag: query.tag });
      const group = snapshot.model.groupByName.get(query.name);
      await Promise.all([recall.group(projectId, query.name), origins.loading(snapshot)]);
      explain.tryAgain(projectId, query.name);
      if (!group && !submissions.isRecent(projectId, query.name)) {
        throw new ApiError('group_not_found', 'DLI lists no group of this name.');
      }
      return new Conditional(tagOf(snapshot, query.name) + listed.version, snapshot.readAt, () => {
        const latest = submissions.latest(projectId, query.name, SUBMISSIONS_SHOWN);
        const page = pager.page(listed.packagesOf(query.name), PACKAGE_ORDERS, query);
        const told = originsOf(projectId);
        return {
          group: group ? toGroup(group, snapshot.model, latest, told) : null,
          packages: {
            ...page,
            total: group?.packages.length ?? 0,
            items: page.items.map(createPackagesTold(submissions, projectId, latest, told, hints)),
          },
          ...motion(snapshot, group?.movingSince ?? null, latest, query.name),
          submissions: latest,
          isRecordRead: isRecordRead(snapshot, query.name),
        };
      });
    },

    async listUngrouped({ params: { projectId }, query }, { wantsFresh }) {
      const { snapshot, listed } = await tagged.get(projectId, { fresh: wantsFresh, tag: query.tag });
      const { ungrouped, ungroupedMovingSince } = snapshot.model;
      await Promise.all([recall.group(projectId, null), origins.loading(snapshot)]);
      explain.tryAgain(projectId, null);
      return new Conditional(tagOf(snapshot, null) + listed.version, snapshot.readAt, () => {
        const latest = submissions.latest(projectId, null, SUBMISSIONS_SHOWN);
        const page = pager.page(listed.packagesOf(null), PACKAGE_ORDERS, query);
        const told = originsOf(projectId);
        const origin = told.group({ name: null, packages: ungrouped });
        return {
          rollUp: rollUp(ungrouped.map((item) => item.status)),
          ...(origin && { origin }),
          packages: {
            ...page,
            total: ungrouped.length,
            items: page.items.map(createPackagesTold(submissions, projectId, latest, told, hints)),
          },
          ...motion(snapshot, ungroupedMovingSince, latest, null),
          submissions: latest,
          isRecordRead: isRecordRead(snapshot, null),
        };
      });
    },

    async listModules({ params: { projectId }, query }, { wantsFresh }) {
      const snapshot = await snapshots.get(projectId, { fresh: wantsFresh });
      return new Conditional(String(snapshot.version), snapshot.readAt, () => {
        const page = pager.page(snapshot.model.modules, MODULE_ORDERS, query);
        return { ...page, items: page.items.map(toModule) };
      });
    },

    async listGroupNames({ params: { projectId }, query }, { wantsFresh }) {
      const { snapshot, listed } = await tagged.get(projectId, { fresh: wantsFresh, tag: query.tag });
      return new Conditional(`${snapshot.version}${listed.version}`, snapshot.readAt, () =>
        namesOf(pager.matching(listed.groups, GROUP_ORDERS, query)),
      );
    },

    async listPackageNames({ params: { projectId }, query }, { wantsFresh }) {
      const { snapshot, listed } = await tagged.get(projectId, { fresh: wantsFresh, tag: query.tag });
      return new Conditional(`${snapshot.version}${listed.version}`, snapshot.readAt, () =>
        namesOf(pager.matching(listed.packagesOf(query.group ?? null), PACKAGE_ORDERS, query)),
      );
    },

    async findGroups({ params: { projectId }, body }) {
      const { model } = await snapshots.get(projectId, { fresh: true });
      const items = [...new Set(body.names)].flatMap((name) => {
        const group = model.groupByName.get(name);
        return group ? [{ name, token: groupToken(model, name), packages: group.packages.length }] : [];
      });
      return { items };
    },

    async findPackages({ params: { projectId }, body: { group, names } }) {
      const { model } = await snapshots.get(projectId, { fresh: true });
      const byName = group === null ? model.ungroupedByName : model.groupByName.get(group)?.packageByName;
      return { names: [...new Set(names)].filter((name) => byName?.has(name)), total: packagesIn(model, group).length };
    },
  };
}

function namesOf(matching: readonly { name: string }[]) {
  return { names: matching.slice(0, OPERATION_ITEMS_MAX).map(({ name }) => name), matching: matching.length };
}

function groupToken(model: ProjectModel, name: string): string {
  return tokenOf(membersFor(model, name, []), true);
}

function toModule({ sortKey: _key, searchText: _text, ...told }: ModuleModel): BuiltInModule {
  return told;
}

function toSummary(group: GroupModel, told: OriginsTold): GroupSummary {
  const { name, rollUp: counts, kinds, owner, createdAt, updatedAt } = group;
  const origin = told.group(group);
  return { name, rollUp: counts, kinds, owner, createdAt, updatedAt, ...(origin && { origin }) };
}

/** `module_name`, `module_type` and `description` are documented for upload answers alone (dli_02_0169 to 0171). */
function toGroup(group: GroupModel, model: ProjectModel, latest: readonly Submission[], told: OriginsTold): Group {
  const answer = latest.find((submission) => submission.answer !== null)?.answer ?? {};
  const answered = (field: string) => {
    const value = answer[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const { status, rawStatus, statusDiffers, isAsync, raw } = group;
  return {
    ...toSummary(group, told),
    status,
    rawStatus,
    statusDiffers,
    isAsync,
    description: group.description ?? answered('description'),
    moduleName: group.moduleName ?? answered('module_name'),
    moduleType: group.moduleType ?? answered('module_type'),
    token: groupToken(model, group.name),
    raw,
  };
}
