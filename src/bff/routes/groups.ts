import type { Group, GroupSummary, groupsContract } from '../../contract/groups.ts';
import type { Submission } from '../../contract/submissions.ts';
import { rollUp } from '../../domain/status.ts';
import { Conditional } from '../conditional.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import { membersFor } from '../services/members.ts';
import type { GroupModel, ProjectModel } from '../services/model.ts';
import type { Operations } from '../services/operations.ts';
import { createPackagesTold } from '../services/packages-told.ts';
import { tokenOf } from '../services/plan.ts';
import type { Snapshot, Snapshots } from '../services/snapshots.ts';
import type { Submissions } from '../services/submissions.ts';
import { GROUP_ORDERS, PACKAGE_ORDERS, type Pager } from '../services/views.ts';

export interface GroupRoutesOptions {
  snapshots: Snapshots;
  submissions: Submissions;
  operations: Operations;
  pager: Pager;
}

export const SUBMISSIONS_SHOWN = 5;

export function groupRoutes({ snapshots, submissions, operations, pager }: GroupRoutesOptions): Handlers<typeof groupsContract> {
  /** Everything an answer is made of, so that equal tags mean equal answers. */
  const tagOf = (snapshot: Snapshot, group?: string | null) => {
    const isFollowing = submissions.isFollowing(snapshot.projectId, group) ? 'f' : '';
    const operatingSince = operations.runningSince(snapshot.projectId);
    return `${snapshot.version}.${submissions.version(snapshot.projectId)}${isFollowing}${operatingSince === null ? '' : `o${operatingSince}`}`;
  };

  /** The list, the submissions being followed, and operations anywhere in the project; `group` undefined: the whole project. */
  function motion(projectId: string, since: number | null, latest: readonly Submission[], group?: string | null) {
    const isFollowing = submissions.isFollowing(projectId, group);
    const followedSince = isFollowing ? (latest[0]?.submittedAt ?? null) : null;
    const operatingSince = operations.runningSince(projectId);
    const starts = [since, followedSince, operatingSince].filter((ms) => ms !== null);
    return {
      isMoving: since !== null || isFollowing || operatingSince !== null,
      movingSince: starts.length === 0 ? null : Math.max(...starts),
    };
  }

  return {
    async listGroups({ params: { projectId }, query }, { wantsFresh }) {
      const snapshot = await snapshots.get(projectId, { fresh: wantsFresh });
      const { model } = snapshot;
      return new Conditional(tagOf(snapshot), snapshot.readAt, () => {
        const page = pager.page(model.groups, GROUP_ORDERS, query);
        return {
          ...page,
          items: page.items.map(toSummary),
          ...motion(projectId, model.movingSince, submissions.newest(projectId)),
          counts: {
            groups: model.groups.length,
            ungrouped: model.ungrouped.length,
            modules: model.moduleCount,
            uploading: model.uploading,
            failed: model.failed,
          },
        };
      });
    },

    async getGroup({ params: { projectId }, query }, { wantsFresh }) {
      const snapshot = await snapshots.get(projectId, { fresh: wantsFresh });
      const group = snapshot.model.groupByName.get(query.name);
      if (!group && submissions.latest(projectId, query.name, 1).length === 0) {
        throw new ApiError('group_not_found', 'DLI lists no group of this name.');
      }
      return new Conditional(tagOf(snapshot, query.name), snapshot.readAt, () => {
        const latest = submissions.latest(projectId, query.name, SUBMISSIONS_SHOWN);
        const page = pager.page(group?.packages ?? [], PACKAGE_ORDERS, query);
        return {
          group: group ? toGroup(group, snapshot.model, latest) : null,
          packages: { ...page, items: page.items.map(createPackagesTold(submissions, projectId, latest)) },
          ...motion(projectId, group?.movingSince ?? null, latest, query.name),
          submissions: latest,
        };
      });
    },

    async listUngrouped({ params: { projectId }, query }, { wantsFresh }) {
      const snapshot = await snapshots.get(projectId, { fresh: wantsFresh });
      const { ungrouped, ungroupedMovingSince } = snapshot.model;
      return new Conditional(tagOf(snapshot, null), snapshot.readAt, () => {
        const latest = submissions.latest(projectId, null, SUBMISSIONS_SHOWN);
        const page = pager.page(ungrouped, PACKAGE_ORDERS, query);
        return {
          rollUp: rollUp(ungrouped.map((item) => item.status)),
          packages: { ...page, items: page.items.map(createPackagesTold(submissions, projectId, latest)) },
          ...motion(projectId, ungroupedMovingSince, latest, null),
          submissions: latest,
        };
      });
    },
  };
}

function toSummary({ name, rollUp: counts, kinds, owner, createdAt, updatedAt }: GroupModel): GroupSummary {
  return { name, rollUp: counts, kinds, owner, createdAt, updatedAt };
}

/** `module_name`, `module_type` and `description` are documented for upload answers alone (dli_02_0169 to 0171). */
function toGroup(group: GroupModel, model: ProjectModel, latest: readonly Submission[]): Group {
  const answer = latest.find((submission) => submission.answer !== null)?.answer ?? {};
  const answered = (field: string) => {
    const value = answer[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const { status, rawStatus, statusDiffers, isAsync, raw } = group;
  return {
    ...toSummary(group),
    status,
    rawStatus,
    statusDiffers,
    isAsync,
    description: group.description ?? answered('description'),
    moduleName: group.moduleName ?? answered('module_name'),
    moduleType: group.moduleType ?? answered('module_type'),
    token: tokenOf(membersFor(model, group.name, []), true),
    raw,
  };
}
