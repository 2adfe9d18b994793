import { plural } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useAnnounce } from '../../components/live-region.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { type Choice, callWithout } from '../../lib/submission-choice.ts';
import { submitLabel } from '../../lib/submission-label.ts';
import { unreadMessage } from '../../lib/unread-message.ts';
import { ActionBar } from './action-bar.tsx';
import { CallDetails } from './call-details.tsx';
import { FateNote } from './fate-note.tsx';
import { GroupChanged } from './group-changed.tsx';
import { NoLongerSame } from './no-longer-same.tsx';
import { Note } from './note.tsx';
import { ObjectsNote } from './objects-note.tsx';
import { PlanCounts } from './plan-counts.tsx';
import { PlanTable } from './plan-table.tsx';
import { QuotaUse, QuotaWarning } from './quota-use.tsx';
import classes from './review-step.module.css';
import { SameNote } from './same-note.tsx';
import { SubmitTrouble } from './submit-trouble.tsx';
import type { Review, Reviewed } from './use-review.ts';

/** What has to be decided first comes first. */
const ORDER = ['blocked', 'replace', 'add', 'same', 'notIncluded'] as const;

interface ReviewStepProps {
  projectId: string;
  reviewed: Reviewed;
  choice: Choice;
  review: Review;
}

/** Old beside new, what is known of the rest, the very call, and the one button that sends it. */
export function ReviewStep({ projectId, reviewed, choice, review }: ReviewStepProps) {
  const { plan, request } = reviewed;
  const { trouble, isSubmitting } = review;
  const sends = choice.add + choice.replace;
  // Nobody knows whether it was sent: only the very same may be tried again.
  const isFixed = isSubmitting || trouble?.kind === 'unanswered';
  const isOutdated = trouble?.kind === 'changed' || trouble?.kind === 'notSame';

  return (
    <div className={classes.review}>
      {trouble?.kind === 'changed' && (
        <GroupChanged group={request.group} seen={plan} now={trouble.now} onReview={review.takeNewPlan} onDiscard={review.discard} />
      )}
      {trouble?.kind === 'notSame' && (
        <NoLongerSame leaveOut={choice.leaveOut} now={trouble.now} onReview={review.takeNewPlan} onDiscard={review.discard} />
      )}
      {(trouble?.kind === 'refused' || trouble?.kind === 'unanswered') && (
        <SubmitTrouble group={request.group} trouble={trouble} isPending={isSubmitting} onTryAgain={review.submit} />
      )}
      <PlanCounts plan={plan} group={request.group} />
      {!isFixed && !isOutdated && plan.objects && <CheckAgain review={review} />}
      {!plan.isRecordRead && (
        <Note tone="amber">
          <Trans>
            What was submitted before could not be read just now: where packages came from is not shown, and none is called the same.
          </Trans>
        </Note>
      )}
      {sends > 0 && <FateNote plan={plan} group={request.group} left={plan.counts.notIncluded + choice.leaveOut.length} />}
      {plan.objects && <ObjectsNote objects={plan.objects} />}
      <QuotaWarning adds={choice.add} />
      {ORDER.map((action) => (
        <PlanTable
          key={action}
          action={action}
          plan={plan}
          leaveOut={choice.leaveOut}
          onTick={isFixed || isOutdated ? null : review.tick}
          note={action === 'same' && <SameNote plan={plan} choice={choice} />}
        />
      ))}
      {sends > 0 && <CallDetails projectId={projectId} call={callWithout(plan, choice.leaveOut)} />}
      {request.note !== undefined && (
        <p className={classes.noteText}>
          <span className={classes.noteLabel}>
            <Trans>Note</Trans>
          </span>
          {request.note}
        </p>
      )}
      <ActionBar summary={<ActionSummary request={request} isSubmitting={isSubmitting} isNothing={sends === 0} />}>
        <Button variant="default" onClick={review.back} disabled={isSubmitting}>
          <Trans>Back to the form</Trans>
        </Button>
        {sends > 0 && plan.counts.blocked === 0 && !isOutdated && (
          <Button loading={isSubmitting} onClick={review.submit}>
            {submitLabel(choice)}
          </Button>
        )}
      </ActionBar>
    </div>
  );
}

/** Objects may have been put right, or moved on, while the review was read. */
function CheckAgain({ review: { checkAgain, isChecking, checkError } }: { review: Review }) {
  const announce = useAnnounce();
  async function check() {
    if (isChecking) return;
    const objects = (await checkAgain())?.objects;
    if (!objects) return;
    const { total, unread, unchecked } = objects;
    const count = total - unread - unchecked;
    announce(unread > 0 ? unreadMessage(unread, total) : plural(count, { one: '# object read', other: '# objects read' }));
  }
  return (
    <div className={classes.checkAgain}>
      <Button
        variant="default"
        size="compact-sm"
        // Never disabled: the focus is on it.
        leftSection={isChecking ? <Spinner size={14} /> : <IconRefresh size={14} aria-hidden="true" />}
        aria-busy={isChecking}
        onClick={() => void check()}
      >
        <Trans>Check again</Trans>
      </Button>
      {checkError !== null && !isChecking && (
        <ErrorPanel what={<Trans>The objects could not be looked at again. What is shown is as it was.</Trans>} error={checkError} />
      )}
    </div>
  );
}

interface ActionSummaryProps extends Pick<Reviewed, 'request'> {
  isSubmitting: boolean;
  isNothing: boolean;
}

function ActionSummary({ request, isSubmitting, isNothing }: ActionSummaryProps) {
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
      <span role="status">
        {isSubmitting ? <Trans>Sent; waiting for DLI’s answer…</Trans> : isNothing && <Trans>Nothing to submit</Trans>}
      </span>
    </>
  );
}
