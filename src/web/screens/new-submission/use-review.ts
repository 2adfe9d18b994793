import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { Plan, type Submission, type SubmissionRequest } from '../../../contract/submissions.ts';
import { ApiError } from '../../api/client.ts';
import { usePlanSubmission, useSubmitGroup } from '../../api/submissions.ts';
import { choiceOf } from '../../lib/submission-choice.ts';
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

/**
 * `refused`: answered, nothing done. `unanswered`: nobody knows; the same key makes a second try safe. `changed`: the group;
 * `notSame`: what was to be left out has to be sent after all.
 */
export type Trouble = { kind: 'refused' | 'unanswered'; error: unknown } | { kind: 'changed' | 'notSame'; now: Plan } | null;

export type Review = ReturnType<typeof useReview>;

/** From the filled form to DLI's answer: plan, look, send once. The form keeps its values through all of it. */
export function useReview(form: SubmissionFormApi, projectId: string, onTaken: () => void) {
  const navigate = useNavigate();
  const router = useRouter();
  const step = useLocation({ select: (location) => location.state.submissionStep });
  const planning = usePlanSubmission(projectId);
  const checking = usePlanSubmission(projectId);
  const submitting = useSubmitGroup(projectId);
  const [reviewed, setReviewed] = useState<Reviewed | null>(null);
  const [trouble, setTrouble] = useState<Trouble>(null);
  /** Names of what is to be sent although it is the same. */
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const isSending = useRef(false);

  // What was reviewed is what is sent: once the form is changed, Forward leads to no review of something else.
  useEffect(() => form.subscribe({ formState: { values: true }, callback: () => setReviewed(null) }), [form]);

  const choice = reviewed && choiceOf(reviewed.plan, ticked);

  function review(request: SubmissionRequest, plan: Plan) {
    setTrouble(null);
    checking.reset();
    setReviewed({ request, plan, idempotencyKey: crypto.randomUUID() });
  }

  function plan(values: SubmissionValues) {
    const request = toRequest(values);
    planning.mutate(
      { request, fresh: false },
      {
        onSuccess: (answer) => {
          // Who asked for a package by its name to be sent again means it.
          setTicked(new Set(values.paths.flatMap(({ wanted }) => (wanted?.isReplaced ? [wanted.name] : []))));
          review(request, answer);
          void navigate({ to: '.', search: true, state: { submissionStep: 'review' } });
        },
        onError: (error) => {
          const issues = error instanceof ApiError ? (error.details?.issues ?? []) : [];
          for (const { name, issue } of refusedFields(issues, values)) {
            form.setError(name, { message: fieldMessage(name.split('.')[0], issue) }, { shouldFocus: true });
          }
        },
      },
    );
  }

  async function submit() {
    // A second click in the same moment comes before any redraw could disable the button.
    if (!reviewed || isSending.current) return;
    isSending.current = true;
    setTrouble(null);
    try {
      const { plan: seen, idempotencyKey } = reviewed;
      const { leaveOut } = choiceOf(seen, ticked);
      const request = { ...reviewed.request, ...(leaveOut.length > 0 && { leaveOut }) };
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

  /** Looks at the objects and the group again; what was ticked and where the focus is stays. Answers the plan as it is now. */
  async function checkAgain(): Promise<Plan | null> {
    if (!reviewed) return null;
    const now = await checking.mutateAsync({ request: reviewed.request, fresh: true }).catch(() => null);
    if (!now) return null;
    if (now.token !== reviewed.plan.token) setTrouble({ kind: 'changed', now });
    else setReviewed((last) => last && { ...last, plan: now, idempotencyKey: crypto.randomUUID() });
    return now;
  }

  /** Another choice is another submission. */
  function tick(names: readonly string[], isTicked: boolean) {
    setTicked((last) => new Set(isTicked ? [...last, ...names] : [...last].filter((name) => !names.includes(name))));
    renewKey();
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
    choice,
    tick,
    checkAgain,
    isChecking: checking.isPending,
    checkError: checking.error,
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
  if (error instanceof ApiError && (error.code === 'group_changed' || error.code === 'no_longer_same')) {
    const now = z.safeParse(Plan, error.details?.plan);
    if (now.success) return { kind: error.code === 'group_changed' ? 'changed' : 'notSame', now: now.data };
  }
  return { kind: 'refused', error };
}

function refusal({ error, httpStatus }: Submission): ApiError {
  return new ApiError(error ?? { code: 'dli_refused', message: '', requestId: null, status: httpStatus ?? 0, details: undefined });
}
