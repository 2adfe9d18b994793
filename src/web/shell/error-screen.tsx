import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Screen } from '../components/screen.tsx';

/** Where a screen itself failed. Failed reads are shown by the screens, beside what they still have. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui();
  return (
    <Screen title={t`Error`} heading={<Trans>Something went wrong</Trans>}>
      <ErrorPanel what={<Trans>This screen could not be shown.</Trans>} error={error} onRetry={reset}>
        <Button component="a" href="/" size="xs" variant="subtle">
          <Trans>Go to the package groups</Trans>
        </Button>
      </ErrorPanel>
    </Screen>
  );
}
