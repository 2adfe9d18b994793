import type { submissionsContract } from '../../contract/submissions.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Projects } from '../projects.ts';
import { membersFor } from '../services/members.ts';
import { namesIn, objectsIn, planSubmission } from '../services/plan.ts';
import type { Preflight } from '../services/preflight.ts';
import type { Recall } from '../services/recall.ts';
import type { Snapshots } from '../services/snapshots.ts';
import type { Submit } from '../services/submit.ts';

const LOOKS_WITHIN_MS = 2_000;

export interface SubmissionRoutesOptions {
  snapshots: Snapshots;
  recall: Recall;
  submit: Submit;
  preflight: Preflight;
  projects: Projects;
}

export function submissionRoutes(options: SubmissionRoutesOptions): Handlers<typeof submissionsContract> {
  const { snapshots, recall, submit, preflight, projects } = options;
  return {
    async planSubmission({ params: { projectId }, body: request }, { signal }) {
      const [snapshot, looked] = await Promise.all([
        // Always a new read: a review of what stood there a while ago ends in a conflict.
        snapshots.get(projectId, { fresh: true }),
        // Most are known from the form; a review is not kept waiting for the rest.
        preflight.lookWithin(projectId, objectsIn(request), LOOKS_WITHIN_MS, signal()),
      ]);
      const members = membersFor(snapshot.model, request.group, namesIn(request));
      const groupExists = request.group !== null && snapshot.model.groupByName.has(request.group);
      const { region } = projects.of(projectId);
      return planSubmission({ projectId, request, members, groupExists, region, readAt: snapshot.readAt, looked });
    },

    submitGroup: ({ params: { projectId }, body }, { idempotencyKey, requestId }) =>
      submit.submit({ projectId, body, idempotencyKey, requestId }),

    async getSubmission({ params: { projectId, id } }) {
      const submission = await recall.find(projectId, id);
      if (!submission) throw new ApiError('submission_not_found', 'There is no such submission.');
      return submission;
    },
  };
}
