import { Trans, useLingui } from '@lingui/react/macro';
import type { RecordedSubmission } from '../../../contract/activity.ts';
import { NameList } from '../../components/name-list.tsx';
import { RawJson } from '../../components/raw-json.tsx';
import { outcomeMessage, settlementMessage } from '../../lib/outcome-messages.ts';
import { DliAnswer, ObservedSentence, SubmissionRefused } from '../../packages/submission-answer.tsx';
import classes from './entry.module.css';
import { Part } from './part.tsx';

/** What came of it: said in sentences, then DLI's own words. */
export function Answer({ entry }: { entry: RecordedSubmission }) {
  const { t } = useLingui();
  const { outcome, settlement, observation, error, answer, packages } = entry;
  const isSubmissions = outcome === 'sending' || outcome === 'accepted' || outcome === 'refused' || outcome === 'unknown';
  return (
    <Part heading={<Trans>What came of it</Trans>}>
      {outcome === 'refused' ? (
        <SubmissionRefused packages={packages} error={error} />
      ) : (
        <div className={classes.sentences}>
          <p>
            {isSubmissions && outcomeMessage(outcome)} {settlement && settlementMessage(settlement.verdict)}{' '}
            {observation && <ObservedSentence {...observation} kept={observation.keptCount} />}
          </p>
          {settlement && settlement.found.length > 0 && (
            <p>
              <Trans>
                Found: <NameList names={settlement.found} />
              </Trans>
            </p>
          )}
          {settlement && settlement.missing.length > 0 && (
            <p>
              <Trans>
                Not found: <NameList names={settlement.missing} />
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
            <DliAnswer {...entry} />
            {error && outcome !== 'refused' && <RawJson value={error} label={t`What stood in the way`} />}
          </div>
        </details>
      )}
    </Part>
  );
}
