import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { RecordedSubmission } from '../../../contract/activity.ts';
import { NameList } from '../../activity/entry-what.tsx';
import { ObservedSentence } from '../../activity/observed.tsx';
import { ApiError } from '../../api/client.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Name } from '../../components/name.tsx';
import { RawJson } from '../../components/raw-json.tsx';
import { outcomeMessage, settlementMessage } from '../../lib/outcome-messages.ts';
import classes from './entry.module.css';
import { Part } from './part.tsx';

const NAMES_SHOWN = 8;

/** What came of it: said in sentences, then DLI's own words. */
export function Answer({ entry }: { entry: RecordedSubmission }) {
  const { t } = useLingui();
  const { outcome, settlement, observation, error, answer, httpStatus, upstreamRequestId, packages } = entry;
  const isSubmissions = outcome === 'sending' || outcome === 'accepted' || outcome === 'refused' || outcome === 'unknown';
  return (
    <Part heading={<Trans>What came of it</Trans>}>
      {outcome === 'refused' ? (
        <ErrorPanel
          what={
            <Plural
              value={packages.length}
              one="The submission of # package was refused."
              other="The submission of # packages was refused."
            />
          }
          error={error ? new ApiError(error) : new Error(outcomeMessage(outcome))}
        />
      ) : (
        <div className={classes.sentences}>
          <p>
            {isSubmissions && outcomeMessage(outcome)} {settlement && settlementMessage(settlement.verdict)}{' '}
            {observation && <ObservedSentence observation={observation} />}
          </p>
          {settlement && settlement.found.length > 0 && (
            <p>
              <Trans>
                Found: <Some names={settlement.found} />
              </Trans>
            </p>
          )}
          {settlement && settlement.missing.length > 0 && (
            <p>
              <Trans>
                Not found: <Some names={settlement.missing} />
              </Trans>
            </p>
          )}
        </div>
      )}
      {(outcome !== 'refused' || answer) && (
        <details className={classes.details}>
          <summary>
            <Trans>DLI’s own words</Trans>
          </summary>
          <div className={classes.sentences}>
            <p>
              {httpStatus === null ? <Trans>No answer.</Trans> : <Trans>DLI’s answer: HTTP {httpStatus}</Trans>}{' '}
              {upstreamRequestId && (
                <Trans>
                  · request id <Name>{upstreamRequestId}</Name>
                </Trans>
              )}
            </p>
            {answer && <RawJson value={answer} label={t`DLI’s answer`} />}
            {error && outcome !== 'refused' && <RawJson value={error} label={t`What stood in the way`} />}
          </div>
        </details>
      )}
    </Part>
  );
}

function Some({ names }: { names: readonly string[] }): ReactNode {
  return <NameList names={names.slice(0, NAMES_SHOWN)} count={names.length} />;
}
