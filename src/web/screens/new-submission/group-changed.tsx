import { Trans, useLingui } from '@lingui/react/macro';
import type { Member, PackageSource, Plan } from '../../../contract/submissions.ts';
import { ExactTime } from '../../components/time-cell.tsx';
import { diffPlans, type PlanDifference } from '../../lib/submission-diff.ts';
import { kindWord } from '../../lib/words.ts';
import { Arrival } from './arrival.tsx';
import { ChangedNote } from './changed-note.tsx';
import { Ago } from './object-size.tsx';
import { ObjectTold } from './object-told.tsx';
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
  const objects = new Map(now.rows.map((row) => [row.name, row.object]));
  const columns: ReviewColumn<PlanDifference>[] = [
    { header: t`Package`, cell: (row) => row.name },
    { header: t`What you saw`, cell: (row) => <State member={row.seen} source={row.seenSource} /> },
    {
      header: t`What is there now`,
      cell: (row) => (
        <>
          <State member={row.now} source={row.nowSource} />
          <By difference={row} />
        </>
      ),
    },
    { header: t`What you send`, cell: (row) => <Sends uri={row.sendsUri} object={objects.get(row.name) ?? null} /> },
  ];
  return (
    <Arrival labelledBy="changed-heading">
      <div className={classes.part}>
        <ChangedNote onReview={() => onReview(now)} onDiscard={onDiscard}>
          <strong id="changed-heading">
            {group === null ? (
              <Trans>The ungrouped packages changed since you looked.</Trans>
            ) : (
              <Trans>{group} changed since you looked.</Trans>
            )}
          </strong>
        </ChangedNote>
        {differences.length > 0 && (
          <ReviewTable labelledBy="changed-heading" columns={columns} rows={differences} getRowId={(row) => row.name} />
        )}
      </div>
    </Arrival>
  );
}

function State({ member, source }: { member: Member | null; source: PackageSource | null }) {
  if (!member) return <Trans>not there</Trans>;
  return (
    <>
      <span className={classes.before}>
        {member.kind !== null && <span>{kindWord(member.kind)}</span>}
        <ExactTime at={member.updatedAt} />
      </span>
      {source && source.standing !== 'replaced' && (
        <>
          <span className={classes.path}>{source.obsUri}</span>
          <span className={classes.facts}>
            <ObjectTold sizeBytes={source.sizeBytes} lastModified={source.lastModified} />
          </span>
        </>
      )}
    </>
  );
}

/** Who was quicker, where the record knows; and that it does not, where it does not. */
function By({ difference: { by, nowSource } }: { difference: PlanDifference }) {
  if (by === null) return null;
  return (
    <span className={classes.facts}>
      {by === 'here' && nowSource ? (
        <span>
          <Trans>
            by {nowSource.submittedBy}, <Ago at={nowSource.submittedAt} />, from this console
          </Trans>
        </span>
      ) : (
        <Trans>not from here</Trans>
      )}
    </span>
  );
}

function Sends({ uri, object }: { uri: string | null; object: Plan['rows'][number]['object'] }) {
  if (uri === null) return <Trans>nothing under this name</Trans>;
  return (
    <>
      <span className={classes.path}>{uri}</span>
      {object && (
        <span className={classes.facts}>
          <ObjectTold {...object} />
        </span>
      )}
    </>
  );
}
