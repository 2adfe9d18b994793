import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { HistoryPage } from '../../../contract/activity.ts';
import { historyQuery } from '../../api/activity.ts';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { explainReading } from '../../lib/entry-messages.ts';
import classes from './history.module.css';
import { HistoryEntry } from './history-entry.tsx';

interface HistoryProps {
  projectId: string;
  group: string;
}

/** What was done to the group, newest first. */
export function History({ projectId, group }: HistoryProps) {
  return (
    <ol className={classes.history}>
      <Pages projectId={projectId} group={group} cursor={null} />
    </ol>
  );
}

/** For a group that DLI no longer lists: nothing where nothing was done to it here. */
export function HistoryOfGone({ projectId, group }: HistoryProps) {
  const { data } = useQuery(historyQuery(projectId, group, null));
  if (!data || data.data.items.length === 0) return null;
  return (
    <section className={classes.gone} aria-labelledby="history">
      <h2 id="history">
        <Trans>What was done to it</Trans>
      </h2>
      <History projectId={projectId} group={group} />
    </section>
  );
}

/** One page, and after it, once asked for, the next: each is read by itself, so that what is over is not read again. */
function Pages({ projectId, group, cursor }: HistoryProps & { cursor: string | null }) {
  const [isOlderShown, setOlderShown] = useState(false);
  const { data, error, isFetching, refetch } = useQuery(historyQuery(projectId, group, cursor));
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
  const { items, next }: HistoryPage = data.data;
  if (items.length === 0 && cursor === null) {
    return (
      <li>
        <EmptyState drawing={<CratesDrawing />}>
          <Trans>Nothing was done to this group through this console. What DLI did for others is not known here.</Trans>
        </EmptyState>
      </li>
    );
  }
  return (
    <>
      {items.map((item) => (
        <HistoryEntry key={item.entry.id} projectId={projectId} group={group} item={item} />
      ))}
      {next !== null && !isOlderShown && (
        <li>
          <Button size="xs" variant="default" onClick={() => setOlderShown(true)}>
            <Trans>Show older</Trans>
          </Button>
        </li>
      )}
      {next !== null && isOlderShown && <Pages projectId={projectId} group={group} cursor={next} />}
    </>
  );
}
