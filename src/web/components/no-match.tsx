import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { NoMatchDrawing } from './drawings.tsx';
import { EmptyState } from './empty-state.tsx';

/** A list that is empty only because of its filter, and the way back to all of it. */
export function NoMatch({ onClear, children }: { onClear: () => void; children: ReactNode }) {
  return (
    <EmptyState
      drawing={<NoMatchDrawing />}
      action={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
