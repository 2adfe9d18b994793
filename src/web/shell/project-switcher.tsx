import { useLingui } from '@lingui/react/macro';
import { IconSelector } from '@tabler/icons-react';
import type { ProjectSummary } from '../../contract/session.ts';
import { usePopover } from '../components/use-popover.ts';
import { ProjectList } from './project-list.tsx';
import classes from './project-switcher.module.css';

interface ProjectSwitcherProps {
  project: ProjectSummary;
  projects: ProjectSummary[];
  onNavigate?: (() => void) | undefined;
}

/** Which project this is, and the way to the others. */
export function ProjectSwitcher({ project, projects, onNavigate }: ProjectSwitcherProps) {
  const { t } = useLingui();
  const { isOpen, close, buttonProps, panelProps } = usePopover(placeUnder);
  const place = [...new Set([project.name, project.region])].join(' ');
  return (
    <>
      <button {...buttonProps} type="button" className={classes.trigger} aria-label={t`Switch project: ${place}`} title={project.id}>
        <span className={classes.words}>
          <span className={classes.name}>{project.name}</span>{' '}
          {project.region !== project.name && <span className={classes.region}>{project.region}</span>}
        </span>
        <IconSelector size={16} aria-hidden="true" />
      </button>
      <div {...panelProps} className={classes.panel} role="group" aria-label={t`Projects`}>
        {isOpen && (
          <ProjectList
            current={project.id}
            projects={projects}
            onNavigate={() => {
              close();
              onNavigate?.();
            }}
          />
        )}
      </div>
    </>
  );
}

const GAP = 4;

function placeUnder(panel: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  panel.style.top = `${anchor.bottom + GAP}px`;
  panel.style.left = `${anchor.left}px`;
}
