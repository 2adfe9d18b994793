import { Trans, useLingui } from '@lingui/react/macro';
import { IconBoxMultiple, IconBucket, IconHelpCircle, IconHistory, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { groupsQuery } from '../api/groups.ts';
import { sessionQuery } from '../api/session.ts';
import { Mark } from '../components/mark.tsx';
import { projectOf } from '../lib/projects.ts';
import { keysOf, SHORTCUTS } from '../lib/shortcuts.ts';
import { DisplaySettings } from './display-settings.tsx';
import classes from './navigation.module.css';
import type { OverlayKind } from './overlays.tsx';
import { useProjectId } from './use-project-id.ts';

/** Fetched where there is something to switch to. */
const ProjectSwitcher = lazy(async () => ({ default: (await import('./project-switcher.tsx')).ProjectSwitcher }));

interface NavigationProps {
  onOpen: (kind: OverlayKind) => void;
  /** Told when a link is followed, even to where one is: a drawer closes. */
  onNavigate?: (() => void) | undefined;
}

/** The project at its head, the mode at its foot. */
export function Navigation({ onOpen, onNavigate }: NavigationProps) {
  const { t } = useLingui();
  const { data: session } = useQuery(sessionQuery());
  const projectId = useProjectId();
  const project = projectOf(session, projectId);
  const projects = session?.projects ?? [];
  const hasOthers = projects.length > 1;
  const projectName = project?.name ?? projectId;
  return (
    <div className={classes.navigation}>
      <div className={classes.head}>
        <Mark />
        <div className={classes.names}>
          <span className={classes.product}>Groupage</span>
          {projectId && !hasOthers && (
            <span className={classes.project} title={projectId}>
              <Trans>
                Project <span className={classes.id}>{projectName}</span>
              </Trans>
            </span>
          )}
        </div>
      </div>
      {project && hasOthers && (
        <div className={classes.switcher}>
          <Suspense fallback={null}>
            <ProjectSwitcher project={project} projects={projects} onNavigate={onNavigate} />
          </Suspense>
        </div>
      )}
      <button type="button" className={classes.search} aria-keyshortcuts="Control+K Meta+K" onClick={() => onOpen('palette')}>
        <IconSearch size={16} aria-hidden="true" />
        <Trans>Search…</Trans>
        <span className={classes.keys} aria-hidden="true">
          {SHORTCUTS.filter(({ id }) => id === 'palette')
            .flatMap(keysOf)
            .map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
        </span>
      </button>
      {projectId && (
        <nav aria-label={t`Main`} className={classes.links}>
          <ProjectLinks projectId={projectId} onNavigate={onNavigate} />
        </nav>
      )}
      <div className={classes.foot}>
        <div>
          <button type="button" className={classes.item} aria-keyshortcuts="?" onClick={() => onOpen('help')}>
            <IconHelpCircle size={18} aria-hidden="true" />
            <Trans>Help</Trans>
          </button>
          <DisplaySettings />
        </div>
        {session && projectId && (
          <Link
            to="/p/$projectId/connection"
            params={{ projectId }}
            title={t`Check connection`}
            className={classes.mode}
            onClick={onNavigate}
          >
            <span className={classes.modeDot} aria-hidden="true" />
            {session.mode === 'local' ? `${t`Local cloud`} · ${session.version}` : `${t`Huawei Cloud`} · ${project?.region}`}
          </Link>
        )}
      </div>
    </div>
  );
}

const COUNTS_EVERY_MS = 60_000;
/** The other lists, which are tabs beside the groups, and what is reached from a list. */
const WITHIN_GROUPS = ['/group', '/ungrouped', '/modules', '/new'];

function ProjectLinks({ projectId, onNavigate }: Pick<NavigationProps, 'onNavigate'> & { projectId: string }) {
  // The list as it stands without a filter: on the Groups screen the very read that it shows.
  const { data } = useQuery({ ...groupsQuery(projectId), refetchInterval: COUNTS_EVERY_MS, refetchOnWindowFocus: false });
  const counts = data?.data.counts;
  const { i18n } = useLingui();
  const isWithin = useLocation({ select: ({ pathname }) => WITHIN_GROUPS.some((end) => pathname.endsWith(end)) });
  return (
    <>
      <Link
        to="/p/$projectId/groups"
        params={{ projectId }}
        activeOptions={{ exact: true, includeSearch: false }}
        className={classes.item}
        onClick={onNavigate}
        {...(isWithin && { 'aria-current': true })}
      >
        <IconBoxMultiple size={18} aria-hidden="true" />
        <Trans>Package groups</Trans>
        <span className={classes.count}>{counts && i18n.number(counts.groups)}</span>
      </Link>
      <Link
        to="/p/$projectId/objects"
        params={{ projectId }}
        activeOptions={{ includeSearch: false }}
        className={classes.item}
        onClick={onNavigate}
      >
        <IconBucket size={18} aria-hidden="true" />
        <Trans>OBS browser</Trans>
      </Link>
      <Link
        to="/p/$projectId/activity"
        params={{ projectId }}
        activeOptions={{ includeSearch: false }}
        className={classes.item}
        onClick={onNavigate}
      >
        <IconHistory size={18} aria-hidden="true" />
        <Trans>Activity</Trans>
      </Link>
    </>
  );
}
