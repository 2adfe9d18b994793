import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { HistoryPage } from '../../../contract/activity.ts';
import { historyQuery } from '../../api/activity.ts';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { explainReading } from '../../lib/entry-messages.ts';
import { useTimeZone } from '../../lib/preferences.ts';
import { exactTime } from '../../lib/time.ts';
import classes from './history.module.css';
import { HistoryChanges } from './history-changes.tsx';
import { HistoryEntry } from './history-entry.tsx';

interface HistoryProps {
  projectId: string;
  group: string;
  /** When the latest change not made here was noticed, as far as the group's list told. */
  changedAt: number | null;
}

/** What was done to the group, and what reads showed as changed without this console, newest first. */
export function History(props: HistoryProps) {
  return (
    <ol className={classes.history}>
      <Pages {...props} cursor={null} />
    </ol>
  );
}

/** For a group that DLI no longer lists: nothing where nothing was done to it here. */
export function HistoryOfGone({ projectId, group }: Omit<HistoryProps, 'changedAt'>) {
  const { data } = useQuery(historyQuery(projectId, group, null, null));
  if (!data || data.data.items.length === 0) return null;
  return (
    <section className={classes.gone} aria-labelledby="history">
      <h2 id="history">
        <Trans>What was done to it</Trans>
      </h2>
      <History projectId={projectId} group={group} changedAt={null} />
    </section>
  );
}

/** One page, and after it, once asked for, the next: each is read by itself, so that what is over is not read again. */
function Pages({ projectId, group, changedAt, cursor }: HistoryProps & { cursor: string | null }) {
  const [isOlderShown, setOlderShown] = useState(false);
  const { data, error, isFetching, refetch } = useQuery(historyQuery(projectId, group, cursor, changedAt));
  if (!data) {
    return (
      error && (
        <li>
          <ErrorPanel
            what={<Trans>The history of {group} could not be read.</Trans>}
            error={error}
            explain={explainReading}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        </li>
      )
    );
  }
  const { items, next, changesSince }: HistoryPage = data.data;
  if (items.length === 0 && cursor === null) {
    return (
      <li>
        <EmptyState drawing={<CratesDrawing />}>
          <Trans>Nothing was done to this group through this console, and no read has shown a change made elsewhere.</Trans>{' '}
          <NotedSince at={changesSince} />
        </EmptyState>
      </li>
    );
  }
  return (
    <>
      {items.map((item) =>
        item.kind === 'entry' ? (
          <HistoryEntry key={item.entry.id} projectId={projectId} group={group} item={item} />
        ) : (
          <HistoryChanges key={item.id} item={item} />
        ),
      )}
      {next !== null && !isOlderShown && (
        <li>
          <Button size="xs" variant="default" onClick={() => setOlderShown(true)}>
            <Trans>Show older</Trans>
          </Button>
        </li>
      )}
      {next !== null && isOlderShown && <Pages projectId={projectId} group={group} changedAt={changedAt} cursor={next} />}
      {changesSince !== null && (
        <li className={classes.soft}>
          <NotedSince at={changesSince} />
        </li>
      )}
    </>
  );
}

/** Before that, nobody compared what was read. */
function NotedSince({ at }: { at: number | null }) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  if (at === null) return null;
  const time = exactTime(at, zone, i18n.locale);
  return <Trans>Changes not made here are noted since {time}.</Trans>;
}
