import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Operation } from '../../contract/operations.ts';
import { operationQuery } from '../api/operations.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { operationProgress } from '../lib/operation-messages.ts';
import classes from './bulk-dialog.module.css';
import type { BulkPart } from './bulk-dialog.tsx';
import { OperationItems } from './operation-items.tsx';
import { RetryFailed } from './retry-failed.tsx';

/** An operation as far as it has come, item by item. Closing it stops nothing. */
export function OperationView({ id, ...part }: BulkPart & { id: string }) {
  const { data: operation, error, refetch, isFetching } = useQuery(operationQuery(part.projectId, id));
  return (
    <div className={classes.part}>
      <h2 id={part.titleId}>{operation ? operationProgress(operation) : <Trans>Reading the operation…</Trans>}</h2>
      {error && (
        <ErrorPanel
          what={<Trans>How far the operation has come could not be read.</Trans>}
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {operation && <Progress operation={operation} />}
      {operation && <OperationItems operation={operation} />}
      <div className={classes.actions}>
        {operation && operation.finishedAt !== null && operation.counts.failed + operation.counts.unknown > 0 && (
          <RetryFailed {...part} operation={operation} />
        )}
        <Button variant="default" onClick={part.onCancel}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </div>
  );
}

function Progress({ operation: { finishedAt, counts } }: { operation: Operation }) {
  return (
    <>
      <progress className={classes.progress} max={counts.total} value={counts.done + counts.failed + counts.unknown} aria-hidden="true" />
      <p className={classes.soft}>
        {finishedAt === null ? (
          <Trans>This goes on without this window.</Trans>
        ) : counts.failed > 0 ? (
          <Plural
            value={counts.failed}
            one="# failed, for the reason below. Nothing else was held up by it."
            other="# failed, for the reasons below. Nothing else was held up by them."
          />
        ) : counts.unknown > 0 ? (
          <Plural
            value={counts.unknown}
            one="Whether # was carried out is not known. Nothing else was held up by it."
            other="Whether # were carried out is not known. Nothing else was held up by them."
          />
        ) : (
          <Trans>All done.</Trans>
        )}
      </p>
    </>
  );
}
