import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Screen } from '../../components/screen.tsx';
import { SampleLink } from './sample-link.tsx';
import { SubmissionStep } from './submission-step.tsx';
import { useKeptDraft } from './use-kept-draft.ts';
import { useReview } from './use-review.ts';
import { useStart } from './use-start.ts';
import { useSubmissionForm } from './use-submission-form.ts';

const route = getRouteApi('/p/$projectId/new');

/** Fetched while the plan is made: who only fills in does not need it. */
const fetchReviewStep = async () => ({ default: (await import('./review-step.tsx')).ReviewStep });
const ReviewStep = lazy(fetchReviewStep);

/** What, paths, review: one page, so that no step loses what another was told. */
export function NewSubmissionScreen() {
  const { projectId } = route.useParams();
  // A draft belongs to its project, and a form takes its defaults once.
  return <NewSubmission key={projectId} projectId={projectId} />;
}

function NewSubmission({ projectId }: { projectId: string }) {
  const { t } = useLingui();
  const { form, draft: restored } = useSubmissionForm(projectId);
  const starting = useStart(form, restored, projectId, route.useSearch());
  const draft = useKeptDraft(form, projectId, starting.begun);
  const review = useReview(form, projectId, draft.discard);
  const isReviewing = review.reviewed !== null;
  useFocusOnStep(isReviewing);

  const isFilled = restored !== null || starting.begun.start !== null || starting.isReading;
  const crumbs = (
    <Link to="/p/$projectId/groups" params={{ projectId }}>
      <Trans>Package groups</Trans>
    </Link>
  );
  return (
    <Screen
      title={isReviewing ? t`Review` : t`New submission`}
      crumbs={crumbs}
      actions={!isReviewing && <SampleLink form={form} projectId={projectId} isFilled={isFilled} />}
      heading={isReviewing ? <ReviewHeading group={review.reviewed?.request.group ?? null} /> : <Trans>New submission</Trans>}
    >
      {review.reviewed && review.choice ? (
        <Suspense fallback={null}>
          <ReviewStep projectId={projectId} reviewed={review.reviewed} choice={review.choice} review={review} />
        </Suspense>
      ) : starting.isReading ? (
        <p role="status">
          <Trans>Reading what the form begins with…</Trans>
        </p>
      ) : (
        <SubmissionStep
          form={form}
          projectId={projectId}
          starting={starting}
          isKept={draft.isKept}
          pending={review.isPlanning}
          error={review.planError}
          onReview={(values) => {
            fetchReviewStep().catch(() => {}); // Tried again, and told, where it is shown.
            review.plan(values);
          }}
        />
      )}
    </Screen>
  );
}

function ReviewHeading({ group }: { group: string | null }) {
  return group === null ? <Trans>Review: ungrouped packages</Trans> : <Trans>Review: {group}</Trans>;
}

/** The address stays, so the router does not move the focus: a new step begins at its heading. */
function useFocusOnStep(isReviewing: boolean): void {
  const shown = useRef(isReviewing);
  useEffect(() => {
    if (shown.current === isReviewing) return;
    shown.current = isReviewing;
    document.querySelector<HTMLElement>('main h1')?.focus();
  }, [isReviewing]);
}
