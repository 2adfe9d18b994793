import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { RefusalPanel } from '../../packages/refusal-panel.tsx';
import { Arrival } from './arrival.tsx';
import type { Trouble } from './use-review.ts';

interface SubmitTroubleProps {
  group: string | null;
  trouble: Extract<Trouble, { error: unknown }>;
  isPending: boolean;
  onTryAgain: () => void;
}

/** The submission did not get through, or nobody knows whether it did. Either way the input is kept. */
export function SubmitTrouble({ group, trouble, isPending, onTryAgain }: SubmitTroubleProps) {
  if (trouble.kind === 'refused') {
    return (
      <Arrival>
        <RefusalPanel
          what={
            group === null ? <Trans>The packages were not submitted.</Trans> : <Trans>The packages were not submitted to {group}.</Trans>
          }
          error={trouble.error}
        />
      </Arrival>
    );
  }
  return (
    <Arrival>
      <ErrorPanel what={<Trans>No answer came, so it is not known whether the submission was sent.</Trans>} error={trouble.error}>
        <Button size="xs" loading={isPending} onClick={onTryAgain}>
          <Trans>Try again</Trans>
        </Button>
        <span>
          <Trans>This is safe: it carries the same key, so it reaches DLI once at most.</Trans>
        </span>
      </ErrorPanel>
    </Arrival>
  );
}
