import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { OutsideChange } from '../../contract/changes.ts';
import { changesQuery } from '../api/changes.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useNow } from '../lib/clock.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { clockTime, exactTime } from '../lib/time.ts';
import { ChangeSentence } from './change-sentence.tsx';
import classes from './outside-changes.module.css';

interface OutsideChangesProps {
  projectId: string;
  group: string | null;
  changedAt: number | null;
}

export function OutsideChanges({ projectId, group, changedAt }: OutsideChangesProps) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    changesQuery(projectId, group, changedAt),
  );
  if (error && !data) {
    return (
      <ErrorPanel
        what={<Trans>The changes not made here could not be read.</Trans>}
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) return null;
  const since = data.pages[0]?.since ?? null;
  const sinceTime = since === null ? '' : exactTime(since, zone, i18n.locale);
  return (
    <div className={classes.content}>
      <ol className={classes.list}>
        {data.pages
          .flatMap(({ items }) => items)
          .map((change) => (
            <li key={change.id} className={classes.change}>
              <span>
                <ChangeSentence change={change} />
              </span>
              <span className={classes.note}>
                <Noticed change={change} />
              </span>
            </li>
          ))}
      </ol>
      {hasNextPage && (
        <Button
          variant="default"
          size="xs"
          className={classes.more ?? ''}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          <Trans>Load more</Trans>
        </Button>
      )}
      <p className={classes.note}>
        {sinceTime !== '' && <Trans>Noted since {sinceTime}.</Trans>}{' '}
        <Trans>
          DLI is asked for its list while somebody looks: two changes between two reads are seen as one, and an upload under the same name
          that leaves what DLI shows as it was is not seen.
        </Trans>
      </p>
    </div>
  );
}

function Noticed({ change: { at, since } }: { change: OutsideChange }) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const now = useNow();
  const seenAt = clockTime(at, now, zone, i18n.locale);
  const before = since === null ? null : clockTime(since, now, zone, i18n.locale);
  if (before === null) return <Trans>Seen at {seenAt}; it happened while this console was not looking.</Trans>;
  return (
    <Trans>
      Seen between the reads of {before} and {seenAt}.
    </Trans>
  );
}
