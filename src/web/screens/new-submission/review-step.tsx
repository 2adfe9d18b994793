import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { submitLabel } from '../../lib/submission-label.ts';
import { ActionBar } from './action-bar.tsx';
import { CallDetails } from './call-details.tsx';
import { FateNote } from './fate-note.tsx';
import { GroupChanged } from './group-changed.tsx';
import { ObjectsNote } from './objects-note.tsx';
import { PlanCounts } from './plan-counts.tsx';
import { PlanTable } from './plan-table.tsx';
import { QuotaUse, QuotaWarning } from './quota-use.tsx';
import classes from './review-step.module.css';
import { SubmitTrouble } from './submit-trouble.tsx';
import type { Review, Reviewed } from './use-review.ts';

/** What has to be decided first comes first. */
const ORDER = ['blocked', 'replace', 'add', 'notIncluded'] as const;

interface ReviewStepProps {
  projectId: string;
  reviewed: Reviewed;
  review: Review;
}

/** Old beside new, what is known of the rest, the very call, and the one button that sends it. */
export function ReviewStep({ projectId, reviewed, review }: ReviewStepProps) {
  const { plan, request } = reviewed;
  const { trouble, isSubmitting } = review;
  const sends = plan.counts.add + plan.counts.replace;

  return (
    <div className={classes.review}>
      {trouble?.kind === 'changed' && (
        <GroupChanged group={request.group} seen={plan} now={trouble.now} onReview={review.takeNewPlan} onDiscard={review.discard} />
      )}
      {trouble && trouble.kind !== 'changed' && (
        <SubmitTrouble group={request.group} trouble={trouble} isPending={isSubmitting} onTryAgain={review.submit} />
      )}
      <PlanCounts plan={plan} group={request.group} />
      <FateNote plan={plan} group={request.group} />
      {plan.objects && <ObjectsNote objects={plan.objects} />}
      <QuotaWarning adds={plan.counts.add} />
      {ORDER.map((action) => (
        <PlanTable key={action} action={action} rows={plan.rows.filter((row) => row.action === action)} />
      ))}
      <CallDetails projectId={projectId} call={plan.call} />
      <ActionBar summary={<ActionSummary request={request} isSubmitting={isSubmitting} />}>
        <Button variant="default" onClick={review.back} disabled={isSubmitting}>
          <Trans>Back to the form</Trans>
        </Button>
        {sends > 0 && plan.counts.blocked === 0 && trouble?.kind !== 'changed' && (
          <Button loading={isSubmitting} onClick={review.submit}>
            {submitLabel(plan.counts)}
          </Button>
        )}
      </ActionBar>
    </div>
  );
}

function ActionSummary({ request, isSubmitting }: Pick<Reviewed, 'request'> & { isSubmitting: boolean }) {
  return (
    <>
      <span>
        {request.group === null ? (
          <Trans>Into no group</Trans>
        ) : (
          <Trans>
            Into group <strong>{request.group}</strong>
          </Trans>
        )}
      </span>
      <QuotaUse />
      <span role="status">{isSubmitting && <Trans>Sent; waiting for DLI’s answer…</Trans>}</span>
    </>
  );
}
