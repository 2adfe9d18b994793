import { OBJECT_PROBLEMS, type ObjectCheck, type submissionsContract } from '../../contract/submissions.ts';
import { type ObsPath, parseObsPath } from '../../domain/obs-path.ts';
import { type ObjectStore, ObjectStoreError } from '../../obs/object-store.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Projects } from '../projects.ts';
import { membersFor } from '../services/members.ts';
import { namesIn, planSubmission } from '../services/plan.ts';
import type { Snapshots } from '../services/snapshots.ts';
import type { Submissions } from '../services/submissions.ts';
import type { Submit } from '../services/submit.ts';

export interface SubmissionRoutesOptions {
  snapshots: Snapshots;
  submissions: Submissions;
  submit: Submit;
  projects: Projects;
}

export function submissionRoutes(options: SubmissionRoutesOptions): Handlers<typeof submissionsContract> {
  const { snapshots, submissions, submit, projects } = options;
  return {
    async checkObject({ params: { projectId }, query: { path } }, { signal }) {
      const parsed = parseObsPath(path);
      if (!parsed.ok) throw new TypeError('the contract let a path through that cannot be read');
      return { path, ...(await checkObject(projects.of(projectId).obs, parsed.path, signal())) };
    },

    async planSubmission({ params: { projectId }, body: request }) {
      // Always a new read: a review of what stood there a while ago ends in a conflict.
      const snapshot = await snapshots.get(projectId, { fresh: true });
      const members = membersFor(snapshot.model, request.group, namesIn(request));
      const groupExists = request.group !== null && snapshot.model.groupByName.has(request.group);
      return planSubmission({ projectId, request, members, groupExists, region: projects.of(projectId).region, readAt: snapshot.readAt });
    },

    submitGroup: ({ params: { projectId }, body }, { idempotencyKey, requestId }) =>
      submit.submit({ projectId, body, idempotencyKey, requestId }),

    getSubmission({ params: { projectId, id } }) {
      const tracked = submissions.find(projectId, id);
      if (!tracked) throw new ApiError('submission_not_found', 'This server remembers no such submission; a restart forgets them.');
      return tracked.view;
    },
  };
}

type Found = Omit<ObjectCheck, 'path'>;

/** A problem is part of the answer: DLI may read with other rights than this console. */
async function checkObject(obs: Pick<ObjectStore, 'head'>, { bucket, key }: ObsPath, signal: AbortSignal): Promise<Found> {
  try {
    const { sizeBytes, lastModifiedMs } = await obs.head({ bucket, key }, signal);
    return { bucket, key, found: true, sizeBytes, lastModified: lastModifiedMs, problem: null };
  } catch (error) {
    const code = error instanceof ObjectStoreError ? error.code : 'store_failed';
    const problem = OBJECT_PROBLEMS.find((known) => known === code) ?? 'store_failed';
    return { bucket, key, found: false, sizeBytes: null, lastModified: null, problem };
  }
}
