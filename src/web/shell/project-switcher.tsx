import { useLingui } from '@lingui/react/macro';
import { IconSelector } from '@tabler/icons-react';
import { type ToggleEvent, useId, useRef, useState } from 'react';
import type { ProjectSummary } from '../../contract/session.ts';
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
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const onToggle = ({ newState }: ToggleEvent) => {
    setOpen(newState === 'open');
    const anchor = button.current?.getBoundingClientRect();
    if (panel.current && anchor) {
      panel.current.style.top = `${anchor.bottom + 4}px`;
      panel.current.style.left = `${anchor.left}px`;
    }
  };
  const place = [...new Set([project.name, project.region])].join(' ');
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.trigger}
        popoverTarget={id}
        aria-label={t`Switch project: ${place}`}
        title={project.id}
      >
        <span className={classes.words}>
          <span className={classes.name}>{project.name}</span>{' '}
          {project.region !== project.name && <span className={classes.region}>{project.region}</span>}
        </span>
        <IconSelector size={16} aria-hidden="true" />
      </button>
      <div ref={panel} id={id} popover="auto" className={classes.panel} role="group" aria-label={t`Projects`} onToggle={onToggle}>
        {isOpen && (
          <ProjectList
            current={project.id}
            projects={projects}
            onNavigate={() => {
              panel.current?.hidePopover();
              onNavigate?.();
            }}
          />
        )}
      </div>
    </>
  );
}
