import { Plural } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Operation } from '../../contract/operations.ts';
import { outcomesQuery, useStartDelete, useStartOwnerChange } from '../api/operations.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { isToRetry } from '../lib/selection.ts';
import type { BulkPart } from './bulk-dialog.tsx';
import { useStart } from './use-start.ts';

/** The same once more, for what failed, or may have: a new operation. */
export function RetryFailed({ projectId, operation, onStarted }: BulkPart & { operation: Operation }) {
  const deleting = useStart(useStartDelete(projectId), onStarted);
  const changing = useStart(useStartOwnerChange(projectId), onStarted);
  const start = operation.kind === 'delete' ? deleting : changing;
  const { failed: failedCount, unknown } = operation.counts;
  const count = failedCount + unknown;
  // Of many, the operation tells only the first.
  const told = operation.items.filter(isToRetry);
  const outcomes = useQuery({ ...outcomesQuery(projectId, operation.id), enabled: told.length < count });
  const failed = outcomes.data?.items.filter(isToRetry) ?? told;
  const error = start.error ?? outcomes.error;
  const retry = () => {
    if (operation.kind === 'delete') {
      deleting.send({ packages: failed.flatMap(({ group, name }) => (name === null ? [] : [{ group, name }])), wholeGroups: [] });
    } else if (operation.newOwner !== null) {
      changing.send({ newOwner: operation.newOwner, targets: failed.map(({ group, name }) => ({ group, name })) });
    }
  };
  return (
    <>
      {error !== null && (
        <ErrorPanel what={<Plural value={count} one="# item was not tried again." other="# items were not tried again." />} error={error} />
      )}
      <Button loading={start.isPending || outcomes.isLoading} disabled={failed.length < count} onClick={retry}>
        {unknown === 0 ? (
          <Plural value={count} one="Retry # failed" other="Retry # failed" />
        ) : (
          <Plural value={count} one="Retry # failed or unknown" other="Retry # failed or unknown" />
        )}
      </Button>
    </>
  );
}
