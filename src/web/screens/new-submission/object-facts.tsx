import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ObjectCheck } from '../../../contract/submissions.ts';
import { objectQuery } from '../../api/submissions.ts';
import { useNow } from '../../lib/clock.ts';
import { objectProblemMessage } from '../../lib/messages.ts';
import { useTimeZone } from '../../lib/preferences.ts';
import { byteSize } from '../../lib/submission-size.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';
import classes from './path-row.module.css';

interface ObjectFactsProps {
  projectId: string;
  path: string;
  bucket: string;
}

/** Size and date as far as this console may read them. Never stops a submission: DLI reads with rights of its own. */
export function ObjectFacts({ projectId, path, bucket }: ObjectFactsProps) {
  const { data, error, isFetching } = useQuery(objectQuery(projectId, path));
  if (isFetching && !data) return <LookingUp />;
  if (data?.found && data.problem === null) return <Found object={data} />;
  const problem = data?.problem ?? (error ? 'store_failed' : 'not_found');
  return (
    <span className={classes.object} data-state="problem">
      {problem === 'not_found' ? (
        <Trans>Not found in bucket {bucket}. DLI may read with other rights.</Trans>
      ) : (
        objectProblemMessage(problem)
      )}
    </span>
  );
}

/** Also while the row is off screen or still being typed: nothing is asked then. */
export function LookingUp() {
  return (
    <span className={classes.object}>
      <Trans>Looking in OBS…</Trans>
    </span>
  );
}

function Found({ object }: { object: ObjectCheck }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const zone = useTimeZone();
  const { sizeBytes, lastModified } = object;
  return (
    <span className={classes.object}>
      {sizeBytes !== null && <span className={classes.size}>{byteSize(sizeBytes, i18n.locale)}</span>}
      {lastModified !== null && (
        // The exact time as a title, not as a tab stop: a list of paths would have hundreds.
        <time dateTime={new Date(lastModified).toISOString()} title={exactTime(lastModified, zone, i18n.locale)}>
          {relativeTime(lastModified, now, zone, i18n.locale) ?? t`just now`}
        </time>
      )}
    </span>
  );
}
