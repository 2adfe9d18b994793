import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Member, Plan } from '../../../contract/submissions.ts';
import { ExactTime } from '../../components/time-cell.tsx';
import { diffPlans, type PlanDifference } from '../../lib/submission-diff.ts';
import { kindWord } from '../../lib/words.ts';
import { Arrival } from './arrival.tsx';
import { Note } from './note.tsx';
import classes from './review-step.module.css';
import { type ReviewColumn, ReviewTable } from './review-table.tsx';

interface GroupChangedProps {
  group: string | null;
  seen: Plan;
  now: Plan;
  onReview: (now: Plan) => void;
  onDiscard: () => void;
}

/** Somebody was quicker: what you saw, what is there now, what you send. Nothing was sent. */
export function GroupChanged({ group, seen, now, onReview, onDiscard }: GroupChangedProps) {
  const { t } = useLingui();
  const differences = diffPlans(seen, now);
  const columns: ReviewColumn<PlanDifference>[] = [
    { header: t`Package`, cell: (row) => row.name },
    { header: t`What you saw`, cell: (row) => <State member={row.seen} /> },
    { header: t`What is there now`, cell: (row) => <State member={row.now} /> },
    { header: t`What you send`, cell: (row) => row.sendsUri ?? <Trans>nothing under this name</Trans>, isPath: true },
  ];
  return (
    <Arrival labelledBy="changed-heading">
      <div className={classes.part}>
        <Note
          tone="amber"
          role="alert"
          actions={
            <>
              <Button size="xs" onClick={() => onReview(now)}>
                <Trans>Review differences</Trans>
              </Button>
              <Button size="xs" variant="default" onClick={onDiscard}>
                <Trans>Discard mine</Trans>
              </Button>
            </>
          }
        >
          <strong id="changed-heading">
            {group === null ? (
              <Trans>The ungrouped packages changed since you looked.</Trans>
            ) : (
              <Trans>{group} changed since you looked.</Trans>
            )}
          </strong>{' '}
          <Trans>Nothing was sent and your input is kept. “Review differences” takes what is there now as the new starting point.</Trans>
        </Note>
        {differences.length > 0 && (
          <ReviewTable labelledBy="changed-heading" columns={columns} rows={differences} getRowId={(row) => row.name} />
        )}
      </div>
    </Arrival>
  );
}

function State({ member }: { member: Member | null }) {
  if (!member) return <Trans>not there</Trans>;
  return (
    <span className={classes.before}>
      {member.kind !== null && <span>{kindWord(member.kind)}</span>}
      <ExactTime at={member.updatedAt} />
    </span>
  );
}
