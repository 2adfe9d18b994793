import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { changesQuery } from '../api/changes.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useTimeZone } from '../lib/preferences.ts';
import { exactTime } from '../lib/time.ts';
import { ChangeNoticed, ChangeSentence } from './change-sentence.tsx';
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
                <ChangeNoticed {...change} />
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
