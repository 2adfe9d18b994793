import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Member, Plan, PlanRow } from '../../../contract/submissions.ts';
import { Badge } from '../../components/badge.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { STATUS_LOOK } from '../../components/status-badge.tsx';
import { TimeCell } from '../../components/time-cell.tsx';
import { findingMessage } from '../../lib/finding-messages.ts';
import { planActionWord } from '../../lib/messages.ts';
import { kindWord, statusWord } from '../../lib/words.ts';
import { ObjectTold } from './object-told.tsx';
import { PackageOrigin } from './package-origin.tsx';
import classes from './review-step.module.css';
import { type ReviewColumn, ReviewTable } from './review-table.tsx';

interface PlanTableProps {
  action: PlanRow['action'];
  plan: Plan;
  /** Names of what is the same and not sent. */
  leaveOut: readonly string[];
  /** Null while nothing may be chosen. */
  onTick: ((names: readonly string[], isTicked: boolean) => void) | null;
  note: ReactNode;
}

/** The rows of one action: what stands there now beside what is sent. */
export function PlanTable({ action, plan, leaveOut, onTick, note }: PlanTableProps) {
  const { t, i18n } = useLingui();
  const rows = plan.rows.filter((row) => row.action === action);
  if (rows.length === 0) return null;
  const headingId = `plan-${action}`;
  const name: ReviewColumn<PlanRow> = { header: t`Package`, cell: (row) => row.name };
  const before: ReviewColumn<PlanRow> = {
    header: t`In the group now`,
    cell: (row) =>
      row.before && (
        <Before member={row.before}>
          <PackageOrigin source={row.source} isRecordRead={plan.isRecordRead} />
        </Before>
      ),
  };
  const sent: ReviewColumn<PlanRow> = { header: t`What you send`, cell: (row) => <Sent row={row} /> };
  const columns = action === 'notIncluded' ? [name, before] : action === 'add' ? [name, sent] : [name, before, sent];
  const same = rows.map((row) => row.name);
  const isChoice = plan.canLeaveOut || plan.counts.add + plan.counts.replace === 0;
  if (action === 'same' && isChoice && onTick) {
    name.cell = (row) => (
      <span className={classes.choice}>
        <Checkbox
          label={t`Send ${row.name} all the same`}
          isChecked={!leaveOut.includes(row.name)}
          onChange={(isTicked) => onTick(plan.canLeaveOut ? [row.name] : same, isTicked)}
        />
        <span>{row.name}</span>
      </span>
    );
  }
  return (
    <section aria-labelledby={headingId} className={classes.part}>
      <h2 id={headingId} className={classes.partHeading}>
        {planActionWord(action)} <span className={classes.partCount}>{i18n.number(rows.length)}</span>
      </h2>
      {note}
      <ReviewTable labelledBy={headingId} columns={columns} rows={rows} getRowId={(row, index) => `${row.name} ${index}`} />
    </section>
  );
}

function Sent({ row }: { row: PlanRow }) {
  const issues = row.blockedBy ? [row.blockedBy, ...row.warnings] : row.warnings;
  return (
    <>
      <span className={classes.path}>{row.obsUri ?? row.path}</span>
      {row.object && (
        <span className={classes.facts}>
          <ObjectTold {...row.object} />
        </span>
      )}
      {issues.map((issue) => (
        <span key={issue.code} className={classes.remark} data-blocked={issue === row.blockedBy || undefined}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          <span>{findingMessage(issue)}</span>
        </span>
      ))}
    </>
  );
}

function Before({ member, children }: { member: Member; children: ReactNode }) {
  return (
    <>
      <span className={classes.before}>
        <Badge {...STATUS_LOOK[member.status]}>{statusWord(member.status)}</Badge>
        <span>{member.kind === null ? '–' : kindWord(member.kind)}</span>
        <span>
          <Trans>
            updated <TimeCell at={member.updatedAt} />
          </Trans>
        </span>
      </span>
      {children}
    </>
  );
}
