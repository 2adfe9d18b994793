import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { GoneDrawing } from '../components/drawings.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Screen } from '../components/screen.tsx';

export function NotFoundScreen() {
  const { t } = useLingui();
  return (
    <Screen title={t`Not found`} heading={<Trans>Nothing at this address</Trans>}>
      <EmptyState
        drawing={<GoneDrawing />}
        action={
          <Link to="/">
            <Trans>Go to the package groups</Trans>
          </Link>
        }
      >
        <Trans>The address may be mistyped, or the link old.</Trans>
      </EmptyState>
    </Screen>
  );
}
