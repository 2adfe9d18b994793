import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck, IconQuestionMark } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Submission } from '../../contract/submissions.ts';
import { ApiError } from '../api/client.ts';
import { Name } from '../components/name.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useNow } from '../lib/clock.ts';
import { outcomeMessage, settlementMessage } from '../lib/outcome-messages.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { clockTime } from '../lib/time.ts';
import { RefusalPanel } from './refusal-panel.tsx';
import classes from './submission-outcome.module.css';
import { SubmitAgain } from './submit-again.tsx';

type Settlement = NonNullable<Submission['settlement']>;

/** One sentence on what is known, and never more than that. */
export function SubmissionOutcome({ submission }: { submission: Submission }) {
  const { packages, error, outcome } = submission;
  if (outcome === 'refused') {
    return (
      <RefusalPanel
        what={
          <Plural
            value={packages.length}
            one="The submission of # package was refused."
            other="The submission of # packages was refused."
          />
        }
        error={error ? new ApiError(error) : new Error(outcomeMessage(outcome))}
      />
    );
  }
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
      {outcomeMessage(outcome)} <Observed observed={submission.observed} />
    </Sentence>
  );
}

function Observed({ observed }: Pick<Submission, 'observed'>) {
  if (!observed) return null;
  const { how, removed, kept } = observed;
  return (
    <>
      {how === 'created' && <Trans>Observed: the group was created.</Trans>}
      {how === 'merged' && <Plural value={kept} one="Observed: merged, # other kept." other="Observed: merged, # others kept." />}
      {how === 'replaced' && (
        <>
          <Trans>
            Observed: replaced, {removed.length} removed: <Names names={removed} />
          </Trans>
          {kept > 0 && <Plural value={kept} one="; # other kept" other="; # others kept" />}
        </>
      )}
      <Moved observed={observed} />
    </>
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
            Update time and underlying name moved: <Names names={both} />
          </Trans>
        </span>
      )}
      {time.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Update time moved: <Names names={time} />
          </Trans>
        </span>
      )}
      {underlying.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Underlying name moved: <Names names={underlying} />
          </Trans>
        </span>
      )}
      {unsent.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Changed at the same time, though not sent: <Names names={unsent} />
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
            Found: <Names names={settlement.found} />
          </Trans>
        </span>
      )}
      {settlement && settlement.missing.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Not found: <Names names={settlement.missing} />
          </Trans>
        </span>
      )}
      {doubtful.length > 0 && (
        <span className={classes.line}>
          <Trans>
            Not to be told apart from before: <Names names={doubtful} />
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

const NAMES_SHOWN = 8;

function Names({ names }: { names: readonly string[] }) {
  const rest = names.length - NAMES_SHOWN;
  return (
    <>
      {names.slice(0, NAMES_SHOWN).map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <Name>{name}</Name>
        </span>
      ))}
      {rest > 0 && <Trans> and {rest} more</Trans>}
    </>
  );
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
