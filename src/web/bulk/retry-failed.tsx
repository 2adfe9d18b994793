import { Plural } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Operation } from '../../contract/operations.ts';
import { useStartDelete, useStartOwnerChange } from '../api/operations.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import type { BulkPart } from './bulk-dialog.tsx';
import { useStart } from './use-start.ts';

/** The same once more, for what failed: a new operation. */
export function RetryFailed({ projectId, operation, onStarted }: BulkPart & { operation: Operation }) {
  const deleting = useStart(useStartDelete(projectId), onStarted);
  const changing = useStart(useStartOwnerChange(projectId), onStarted);
  const start = operation.kind === 'delete' ? deleting : changing;
  const failed = operation.items.filter(({ state }) => state === 'failed');
  const retry = () => {
    if (operation.kind === 'delete') {
      deleting.send({ packages: failed.flatMap(({ group, name }) => (name === null ? [] : [{ group, name }])), wholeGroups: [] });
    } else if (operation.newOwner !== null) {
      changing.send({ newOwner: operation.newOwner, targets: failed.map(({ group, name }) => ({ group, name })) });
    }
  };
  return (
    <>
      {start.error !== null && (
        <ErrorPanel
          what={<Plural value={failed.length} one="# failed item was not tried again." other="# failed items were not tried again." />}
          error={start.error}
        />
      )}
      <Button loading={start.isPending} onClick={retry}>
        <Plural value={failed.length} one="Retry # failed" other="Retry # failed" />
      </Button>
    </>
  );
}
