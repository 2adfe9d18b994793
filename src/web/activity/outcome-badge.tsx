import { plural } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { EntryOutcome, EntrySummary } from '../../contract/activity.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Spinner } from '../components/spinner.tsx';
import { entryOutcomeWord } from '../lib/entry-messages.ts';
import classes from './outcome-badge.module.css';

const CHECK = <IconCheck size={14} stroke={2.6} />;
const CROSS = <IconX size={14} stroke={2.6} />;
const ALERT = <IconAlertTriangle size={14} stroke={2.2} />;

const LOOK: Record<EntryOutcome, { tone: Tone; icon: ReactNode }> = {
  sending: { tone: 'blue', icon: <Spinner /> },
  accepted: { tone: 'green', icon: CHECK },
  refused: { tone: 'red', icon: CROSS },
  unknown: { tone: 'grey', icon: <IconQuestionMark size={14} stroke={2.4} /> },
  running: { tone: 'blue', icon: <Spinner /> },
  done: { tone: 'green', icon: CHECK },
  partly: { tone: 'amber', icon: ALERT },
  failed: { tone: 'red', icon: CROSS },
};

/** How an entry stands; beside it, how many of its packages failed although DLI took it. */
export function OutcomeBadge({ entry }: { entry: Pick<EntrySummary, 'outcome' | 'verdict' | 'failedCount' | 'type'> }) {
  const { outcome, verdict, failedCount, type } = entry;
  return (
    <span className={classes.badges}>
      {outcome === 'unknown' && verdict ? (
        <SettledBadge verdict={verdict} />
      ) : (
        <Badge {...LOOK[outcome]}>{entryOutcomeWord(outcome)}</Badge>
      )}
      {failedCount > 0 && (type === 'submission' || outcome === 'partly' || outcome === 'unknown') && (
        <Badge tone="red" icon={CROSS}>
          {plural(failedCount, { one: '# failed', other: '# failed' })}
        </Badge>
      )}
    </span>
  );
}

/** The answer was lost; what a read said of it since. */
function SettledBadge({ verdict }: { verdict: NonNullable<EntrySummary['verdict']> }) {
  if (verdict === 'arrived') {
    return (
      <Badge tone="green" icon={CHECK}>
        <Trans>Arrived</Trans>
      </Badge>
    );
  }
  if (verdict === 'undetermined') return <Badge {...LOOK.unknown}>{entryOutcomeWord('unknown')}</Badge>;
  return (
    <Badge tone="amber" icon={ALERT}>
      {verdict === 'partly' ? <Trans>Partly arrived</Trans> : <Trans>Did not arrive</Trans>}
    </Badge>
  );
}
