import { Trans, useLingui } from '@lingui/react/macro';
import type { ProjectSummary } from '../../contract/session.ts';
import { GoneDrawing } from '../components/drawings.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Screen } from '../components/screen.tsx';
import { ProjectList } from './project-list.tsx';

/** Where an address names a project that this console is not set up for. */
export function UnknownProject({ projectId, projects }: { projectId: string; projects: ProjectSummary[] }) {
  const { t } = useLingui();
  return (
    <Screen title={t`Not found`} heading={<Trans>No project {projectId} here</Trans>}>
      <EmptyState
        drawing={<GoneDrawing />}
        action={
          <nav aria-label={t`Projects`}>
            <ProjectList projects={projects} />
          </nav>
        }
      >
        <Trans>This console is not set up for this project.</Trans>{' '}
        <Trans>Choose one of its projects, or ask whoever runs this console to add it.</Trans>
      </EmptyState>
    </Screen>
  );
}
