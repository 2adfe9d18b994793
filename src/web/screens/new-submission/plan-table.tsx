import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Member, PlanRow } from '../../../contract/submissions.ts';
import { Badge } from '../../components/badge.tsx';
import { STATUS_LOOK } from '../../components/status-badge.tsx';
import { TimeCell } from '../../components/time-cell.tsx';
import { findingMessage } from '../../lib/finding-messages.ts';
import { planActionWord } from '../../lib/messages.ts';
import { kindWord, statusWord } from '../../lib/words.ts';
import classes from './review-step.module.css';
import { type ReviewColumn, ReviewTable } from './review-table.tsx';

interface PlanTableProps {
  action: PlanRow['action'];
  rows: PlanRow[];
}

/** The rows of one action: what is sent beside what stands there now. */
export function PlanTable({ action, rows }: PlanTableProps) {
  const { t, i18n } = useLingui();
  if (rows.length === 0) return null;
  const headingId = `plan-${action}`;
  const name: ReviewColumn<PlanRow> = { header: t`Package`, cell: (row) => row.name };
  const path: ReviewColumn<PlanRow> = { header: t`OBS path`, cell: (row) => <Path row={row} />, isPath: true };
  const before: ReviewColumn<PlanRow> = { header: t`In the group now`, cell: (row) => row.before && <Before member={row.before} /> };
  const columns = action === 'notIncluded' ? [name, before] : action === 'add' ? [name, path] : [name, path, before];
  return (
    <section aria-labelledby={headingId} className={classes.part}>
      <h2 id={headingId} className={classes.partHeading}>
        {planActionWord(action)} <span className={classes.partCount}>{i18n.number(rows.length)}</span>
      </h2>
      <ReviewTable labelledBy={headingId} columns={columns} rows={rows} getRowId={(row, index) => `${row.name} ${index}`} />
    </section>
  );
}

function Path({ row }: { row: PlanRow }) {
  const issues = row.blockedBy ? [row.blockedBy, ...row.warnings] : row.warnings;
  return (
    <>
      {row.obsUri ?? row.path}
      {issues.map((issue) => (
        <span key={issue.code} className={classes.remark} data-blocked={issue === row.blockedBy || undefined}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          <span>{findingMessage(issue)}</span>
        </span>
      ))}
    </>
  );
}

function Before({ member }: { member: Member }) {
  return (
    <span className={classes.before}>
      <Badge {...STATUS_LOOK[member.status]}>{statusWord(member.status)}</Badge>
      <span>{member.kind === null ? '–' : kindWord(member.kind)}</span>
      <span>
        <Trans>
          updated <TimeCell at={member.updatedAt} />
        </Trans>
      </span>
    </span>
  );
}
