import { Trans, useLingui } from '@lingui/react/macro';
import { PLAN_ACTIONS, type Plan } from '../../../contract/submissions.ts';
import { useNow } from '../../lib/clock.ts';
import { planActionWord } from '../../lib/messages.ts';
import { useTimeZone } from '../../lib/preferences.ts';
import { clockTime } from '../../lib/time.ts';
import classes from './review-step.module.css';

/** The four figures of a plan, and against what they were counted. */
export function PlanCounts({ plan, group }: { plan: Plan; group: string | null }) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const now = useNow();
  const time = clockTime(plan.readAt, now, zone, i18n.locale);
  return (
    <div className={classes.counts}>
      <dl className={classes.figures}>
        {PLAN_ACTIONS.map((action) => (
          <div key={action} className={classes.figure} data-action={action} data-none={plan.counts[action] === 0 || undefined}>
            <dd>{i18n.number(plan.counts[action])}</dd>
            <dt>{planActionWord(action)}</dt>
          </div>
        ))}
      </dl>
      <p className={classes.against}>
        {group === null ? (
          <Trans>Compared with the ungrouped packages as read at {time}.</Trans>
        ) : plan.groupExists ? (
          <Trans>
            Compared with <strong>{group}</strong> as read at {time}.
          </Trans>
        ) : (
          <Trans>
            <strong>{group}</strong> is a new group: nothing of this name was listed at {time}.
          </Trans>
        )}
      </p>
      {(group === null || plan.groupExists) && (
        <p className={classes.against}>
          <Trans>
            It is read again just before sending, and nothing is sent if a member has another update time or underlying name by then. A
            package uploaded again elsewhere without either of them moving cannot be noticed: DLI shows nothing else.
          </Trans>
        </p>
      )}
    </div>
  );
}
