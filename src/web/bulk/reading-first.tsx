import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorPanel } from '../components/error-panel.tsx';
import classes from './bulk-dialog.module.css';
import type { BulkPart } from './bulk-dialog.tsx';

interface ReadingFirstProps extends Pick<BulkPart, 'titleId' | 'onCancel'> {
  title: ReactNode;
  query: Pick<UseQueryResult, 'error' | 'isFetching' | 'refetch'>;
  /** It was read, and nothing is left of it. */
  isGone: boolean;
}

/** In place of the question, until it is known what is there at this moment. */
export function ReadingFirst({ titleId, onCancel, title, query, isGone }: ReadingFirstProps) {
  return (
    <div className={classes.part}>
      <h2 id={titleId}>{title}</h2>
      {query.isFetching && !query.error && (
        <p role="status">
          <Trans>Reading what is there now…</Trans>
        </p>
      )}
      {query.error && (
        <ErrorPanel
          what={<Trans>What is there now could not be read. Nothing was started.</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {isGone && (
        <p>
          <Trans>DLI does not list them any more. There is nothing left to do.</Trans>
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </div>
  );
}
