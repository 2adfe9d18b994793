import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { checkHealth } from '../api/health.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Screen } from '../components/screen.tsx';

/** Where a screen itself failed. Failed reads are shown by the screens, beside what they still have. */
export function ErrorScreen({ error }: ErrorComponentProps) {
  const { t } = useLingui();
  // The page is loaded anew, but not into a browser's own error page.
  const { mutate: reload, isPending } = useMutation({
    mutationFn: async () => {
      await checkHealth();
      window.location.reload();
    },
  });
  return (
    <Screen title={t`Error`} heading={<Trans>Something went wrong</Trans>}>
      <ErrorPanel what={<Trans>This screen could not be shown.</Trans>} error={error} onRetry={() => reload()} isRetrying={isPending}>
        <Button component="a" href="/" size="xs" variant="subtle">
          <Trans>Go to the package groups</Trans>
        </Button>
      </ErrorPanel>
    </Screen>
  );
}
