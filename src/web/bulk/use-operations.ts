import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { OperationOutcomes } from '../../contract/operations.ts';
import { projectKey } from '../api/groups.ts';
import { type OperationSummary, operationQuery, operationsQuery, outcomesQuery } from '../api/operations.ts';
import { useAnnounce } from '../components/live-region.tsx';
import { operationProgress } from '../lib/operation-messages.ts';

/** The page's own data comes first; what somebody started before can wait. */
const FIRST_READ_AFTER_MS = 2_000;
/** The record goes back for ever; what failed longer ago is its matter alone. */
const WORTH_A_WORD_MS = 86_400_000;

/**
 * Watches the project's operations, whoever looks at them. When one begins, the lists are read again, and find themselves
 * moving; when it ends, once more, and its outcome is read out. Returns the one worth a word: the newest that runs, or the last that ended if some of it failed within a day.
 */
export function useOperations(projectId: string, onEnded: (outcomes: OperationOutcomes) => void): OperationSummary | undefined {
  const client = useQueryClient();
  const announce = useAnnounce();
  const [isDue, setDue] = useState(false);
  const [openedAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), FIRST_READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data: operations } = useQuery({ ...operationsQuery(projectId), enabled: ({ state }) => isDue || state.data !== undefined });
  const ended = useRef<Set<string>>(undefined);

  const settle = useEffectEvent(async (id: string) => {
    void client.invalidateQueries({ queryKey: projectKey(projectId) });
    const operation = await client.fetchQuery({ ...operationQuery(projectId, id), staleTime: 0 });
    announce(operationProgress(operation));
    const hasAll = operation.items.length === operation.counts.total;
    onEnded(hasAll ? operation : await client.fetchQuery(outcomesQuery(projectId, id)));
  });

  useEffect(() => {
    if (!operations) return;
    const finished = operations.filter(({ finishedAt }) => finishedAt !== null).map(({ id }) => id);
    // What had ended when the page was opened is nothing new.
    const before = ended.current;
    ended.current = new Set(finished);
    if (!before) return;
    // A failure stands in the query, where the dialog shows it.
    for (const id of finished) if (!before.has(id)) settle(id).catch(() => {});
  }, [operations]);

  const running = operations?.find(({ finishedAt }) => finishedAt === null);
  const runningId = running?.id;
  useEffect(() => {
    if (runningId) void client.invalidateQueries({ queryKey: projectKey(projectId) });
  }, [client, projectId, runningId]);

  const last = operations?.[0];
  const isWorthAWord = last && last.counts.failed + last.counts.unknown > 0 && (last.finishedAt ?? openedAt) > openedAt - WORTH_A_WORD_MS;
  return running ?? (isWorthAWord ? last : undefined);
}
