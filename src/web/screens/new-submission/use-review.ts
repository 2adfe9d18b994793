import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { Plan, type Submission, type SubmissionRequest } from '../../../contract/submissions.ts';
import { ApiError } from '../../api/client.ts';
import { usePlanSubmission, useSubmitGroup } from '../../api/submissions.ts';
import { refusedFields } from '../../lib/submission-errors.ts';
import { fieldMessage } from '../../lib/submission-messages.ts';
import { type SubmissionValues, toRequest } from '../../lib/submission-values.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** In the history, so that Back leads from the review to the form and nowhere else. */
    submissionStep?: 'review';
  }
}

export interface Reviewed {
  request: SubmissionRequest;
  plan: Plan;
  /** One per reviewed submission: however often it is sent, it reaches DLI once. */
  idempotencyKey: string;
}

/** `refused`: answered, nothing done. `unanswered`: nobody knows; the same key makes a second try safe. */
export type Trouble = { kind: 'refused' | 'unanswered'; error: unknown } | { kind: 'changed'; now: Plan } | null;

export type Review = ReturnType<typeof useReview>;

/** From the filled form to DLI's answer: plan, look, send once. The form keeps its values through all of it. */
export function useReview(form: SubmissionFormApi, projectId: string, onTaken: () => void) {
  const navigate = useNavigate();
  const router = useRouter();
  const step = useLocation({ select: (location) => location.state.submissionStep });
  const planning = usePlanSubmission(projectId);
  const submitting = useSubmitGroup(projectId);
  const [reviewed, setReviewed] = useState<Reviewed | null>(null);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const isSending = useRef(false);

  // What was reviewed is what is sent: once the form is changed, Forward leads to no review of something else.
  useEffect(() => form.subscribe({ formState: { values: true }, callback: () => setReviewed(null) }), [form]);

  function review(request: SubmissionRequest, plan: Plan) {
    setTrouble(null);
    setReviewed({ request, plan, idempotencyKey: crypto.randomUUID() });
  }

  function plan(values: SubmissionValues) {
    const request = toRequest(values);
    planning.mutate(request, {
      onSuccess: (answer) => {
        review(request, answer);
        void navigate({ to: '.', search: true, state: { submissionStep: 'review' } });
      },
      onError: (error) => {
        const issues = error instanceof ApiError ? (error.details?.issues ?? []) : [];
        for (const { name, issue } of refusedFields(issues, values)) {
          form.setError(name, { message: fieldMessage(name.split('.')[0], issue) }, { shouldFocus: true });
        }
      },
    });
  }

  async function submit() {
    // A second click in the same moment comes before any redraw could disable the button.
    if (!reviewed || isSending.current) return;
    isSending.current = true;
    setTrouble(null);
    try {
      const { request, plan: seen, idempotencyKey } = reviewed;
      const submission = await submitting.mutateAsync({ request, token: seen.token, idempotencyKey });
      if (submission.outcome === 'refused') {
        renewKey();
        setTrouble({ kind: 'refused', error: refusal(submission) });
      } else await leave(submission);
    } catch (error) {
      setTrouble(troubleOf(error));
      if (wasAnswered(error)) renewKey();
    } finally {
      isSending.current = false;
    }
  }

  function renewKey() {
    setReviewed((last) => last && { ...last, idempotencyKey: crypto.randomUUID() });
  }

  /** On to the group, which follows the submission; unless the reader has gone elsewhere meanwhile. */
  async function leave({ group }: Pick<Submission, 'group'>) {
    onTaken();
    if (!router.state.location.pathname.endsWith('/new')) return;
    if (group === null) await navigate({ to: '/p/$projectId/ungrouped', params: { projectId }, replace: true });
    else await navigate({ to: '/p/$projectId/group', params: { projectId }, search: { name: group }, replace: true });
  }

  return {
    reviewed: step === 'review' ? reviewed : null,
    trouble,
    isPlanning: planning.isPending,
    planError: planning.error,
    isSubmitting: submitting.isPending,
    plan,
    submit,
    back: () => router.history.back(),
    /** After a change of the group: look at the new plan, which is then what is sent. */
    takeNewPlan: (now: Plan) => reviewed && review(reviewed.request, now),
    discard: () => reviewed && leave(reviewed.request),
  };
}

function wasAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.code !== 'server_unreachable' && error.code !== 'bad_answer';
}

function troubleOf(error: unknown): Trouble {
  if (!wasAnswered(error)) return { kind: 'unanswered', error };
  if (error instanceof ApiError && error.code === 'group_changed') {
    const now = z.safeParse(Plan, error.details?.plan);
    if (now.success) return { kind: 'changed', now: now.data };
  }
  return { kind: 'refused', error };
}

function refusal({ error, httpStatus }: Submission): ApiError {
  return new ApiError(error ?? { code: 'dli_refused', message: '', requestId: null, status: httpStatus ?? 0, details: undefined });
}
