import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import { GoneDrawing } from '../components/drawings.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Screen } from '../components/screen.tsx';
import { isServed } from '../lib/projects.ts';
import { UnknownProject } from './unknown-project.tsx';

export function NotFoundScreen() {
  const { t } = useLingui();
  const { data: session } = useQuery(sessionQuery());
  const { projectId } = useParams({ strict: false });
  if (session && projectId !== undefined && !isServed(session, projectId)) {
    return <UnknownProject projectId={projectId} projects={session.projects} />;
  }
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
