import { KNOWN_PATHS_MAX, type Plan, type SubmissionRequest, type submissionsContract } from '../../contract/submissions.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Projects } from '../projects.ts';
import { ledgerUnavailable } from '../services/journal.ts';
import type { KnownPackages } from '../services/known-packages.ts';
import { membersFor } from '../services/members.ts';
import { namesIn, objectsIn, planSubmission } from '../services/plan.ts';
import type { Looked, Preflight } from '../services/preflight.ts';
import type { Recall } from '../services/recall.ts';
import type { Snapshots } from '../services/snapshots.ts';
import type { Submit } from '../services/submit.ts';

const LOOKS_WITHIN_MS = 2_000;

export interface SubmissionRoutesOptions {
  snapshots: Snapshots;
  recall: Recall;
  submit: Submit;
  preflight: Preflight;
  knownPackages: KnownPackages;
  projects: Projects;
}

export function submissionRoutes(options: SubmissionRoutesOptions): Handlers<typeof submissionsContract> {
  const { snapshots, recall, submit, preflight, knownPackages, projects } = options;
  /** At what seems to be the same: an answer that was good enough for the form may be half a minute old. */
  async function lookAgain(projectId: string, request: SubmissionRequest, { rows }: Plan, looked: (Looked | null)[], signal: AbortSignal) {
    const refs = objectsIn(request);
    const places = refs.flatMap((_, index) => (rows[index]?.action === 'same' ? [index] : []));
    const same = places.flatMap((index) => refs[index] ?? []);
    const again = await preflight.lookWithin(projectId, same, LOOKS_WITHIN_MS, { signal, fresh: true });
    return looked.map((before, index) => again[places.indexOf(index)] ?? before);
  }

  return {
    async planSubmission({ params: { projectId }, body: request }, { signal, wantsFresh }) {
      const [snapshot, looked] = await Promise.all([
        // Always a new read: a review of what stood there a while ago ends in a conflict.
        snapshots.get(projectId, { fresh: true }),
        // Most are known from the form; a review is not kept waiting for the rest.
        preflight.lookWithin(projectId, objectsIn(request), LOOKS_WITHIN_MS, { signal: signal(), fresh: wantsFresh }),
      ]);
      const known = await knownPackages.of(projectId, request.group);
      const members = membersFor(snapshot.model, request.group, namesIn(request));
      const groupExists = request.group !== null && snapshot.model.groupByName.has(request.group);
      const { region } = projects.of(projectId);
      const plan = (found: typeof looked) =>
        planSubmission({ projectId, request, members, groupExists, region, readAt: snapshot.readAt, looked: found, known });
      const told = plan(looked);
      return told.counts.same === 0 || wantsFresh ? told : plan(await lookAgain(projectId, request, told, looked, signal()));
    },

    submitGroup: ({ params: { projectId }, body }, { idempotencyKey, requestId }) =>
      submit.submit({ projectId, body, idempotencyKey, requestId }),

    async listKnownPaths({ params: { projectId }, query: { group = null, name: wanted } }) {
      const known = await knownPackages.of(projectId, group);
      if (!known) throw ledgerUnavailable('What was submitted before could not be read.');
      const items = [...known.values()].filter(({ name }) => wanted === undefined || name === wanted).slice(0, KNOWN_PATHS_MAX);
      return { items: items.map(({ name, path, submittedAt, note }) => ({ name, path, submittedAt, note })) };
    },

    async getSubmission({ params: { projectId, id } }) {
      const submission = await recall.find(projectId, id);
      if (!submission) throw new ApiError('submission_not_found', 'There is no such submission.');
      return submission;
    },
  };
}
