import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck, IconQuestionMark } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Submission } from '../../contract/submissions.ts';
import { NameList } from '../components/name-list.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useNow } from '../lib/clock.ts';
import { outcomeMessage, settlementMessage } from '../lib/outcome-messages.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { clockTime } from '../lib/time.ts';
import { ObservedSentence, SubmissionRefused } from './submission-answer.tsx';
import classes from './submission-outcome.module.css';
import { SubmitAgain } from './submit-again.tsx';

type Settlement = NonNullable<Submission['settlement']>;

/** One sentence on what is known, and never more than that. */
export function SubmissionOutcome({ submission }: { submission: Submission }) {
  return (
    <>
      <Outcome submission={submission} />
      {submission.isUnrecorded && (
        <Sentence tone="amber" icon={<IconAlertTriangle size={16} aria-hidden="true" />}>
          <Trans>
            This answer could not be written to the record. It is written once the record can be; should the server end before that, the
            submission is settled by reading.
          </Trans>
        </Sentence>
      )}
    </>
  );
}

function Outcome({ submission }: { submission: Submission }) {
  const { packages, error, outcome, observed } = submission;
  if (outcome === 'refused') return <SubmissionRefused packages={packages} error={error} />;
  if (outcome === 'unknown') return <UnknownOutcome submission={submission} />;
  if (outcome === 'sending') {
    return (
      <Sentence tone="blue" icon={<Spinner size={16} />}>
        {outcomeMessage(outcome)}
      </Sentence>
    );
  }
  return (
    <Sentence tone="green" icon={<IconCheck size={16} aria-hidden="true" />}>
      {outcomeMessage(outcome)} {observed && <ObservedSentence {...observed} />}
      {observed && <Moved observed={observed} />}
    </Sentence>
  );
}

/** What tells one upload of a package from the next, as DLI sends it. */
function Moved({ observed: { moved, movedCount } }: { observed: NonNullable<Submission['observed']> }) {
  const names = (what: (typeof moved)[number]['what']) => moved.flatMap((one) => (one.isSent && one.what === what ? [one.name] : []));
  const both = names('both');
  const time = names('time');
  const underlying = names('underlyingName');
  const unsent = moved.flatMap((one) => (one.isSent ? [] : [one.name]));
  const more = movedCount - moved.length;
  return (
    <>
      {both.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Update time and underlying name moved: <NameList names={both} />
          </Trans>
        </span>
      )}
      {time.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Update time moved: <NameList names={time} />
          </Trans>
        </span>
      )}
      {underlying.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Underlying name moved: <NameList names={underlying} />
          </Trans>
        </span>
      )}
      {unsent.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Changed at the same time, though not sent: <NameList names={unsent} />
          </Trans>
        </span>
      )}
      {more > 0 && (
        <span className={classes.line}>
          <Plural value={more} one="# more member moved." other="# more members moved." />
        </span>
      )}
    </>
  );
}

function UnknownOutcome({ submission }: { submission: Submission }) {
  const { settlement, settlesAt } = submission;
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const now = useNow();
  const time = settlesAt === null ? null : clockTime(settlesAt, now, zone, i18n.locale);
  const readAt = settlement && clockTime(settlement.at, now, zone, i18n.locale);
  const doubtful = settlement ? submission.packages.map(({ name }) => name).filter((name) => !isTold(settlement, name)) : [];
  return (
    <Sentence tone={settlement?.verdict === 'arrived' ? 'green' : 'amber'} icon={<SettlementIcon verdict={settlement?.verdict} />}>
      {outcomeMessage('unknown')}{' '}
      {settlement ? settlementMessage(settlement.verdict) : <Trans>Whether it arrived is not known yet, so nothing is sent again.</Trans>}{' '}
      {!settlement && time && <Trans>It is looked up at {time}.</Trans>}
      {settlement && settlement.found.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Found: <NameList names={settlement.found} />
          </Trans>
        </span>
      )}
      {settlement && settlement.missing.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Not found: <NameList names={settlement.missing} />
          </Trans>
        </span>
      )}
      {doubtful.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Not to be told apart from before: <NameList names={doubtful} />
          </Trans>
        </span>
      )}
      {readAt && (
        <span className={classes.line}>
          <Trans>Read at {readAt}.</Trans>
        </span>
      )}
      {settlement && settlement.verdict !== 'undetermined' && (
        <span className={classes.again}>
          <SubmitAgain submission={submission} />
        </span>
      )}
    </Sentence>
  );
}

function isTold({ found, missing }: Settlement, name: string): boolean {
  return found.includes(name) || missing.includes(name);
}

function SettlementIcon({ verdict }: { verdict: Settlement['verdict'] | undefined }) {
  if (verdict === 'arrived') return <IconCheck size={16} aria-hidden="true" />;
  if (verdict === 'undetermined') return <IconQuestionMark size={16} aria-hidden="true" />;
  return <IconAlertTriangle size={16} aria-hidden="true" />;
}

function Sentence({ tone, icon, children }: { tone: 'blue' | 'green' | 'amber'; icon: ReactNode; children: ReactNode }) {
  return (
    <p className={classes.sentence}>
      <span className={classes.icon} data-tone={tone}>
        {icon}
      </span>
      <span className={classes.words}>{children}</span>
    </p>
  );
}
