import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ProjectSummary } from '../../contract/session.ts';
import classes from './project-list.module.css';

interface ProjectListProps {
  projects: ProjectSummary[];
  /** Id of the one that is on screen. */
  current?: string | undefined;
  onNavigate?: (() => void) | undefined;
}

/** A link to the groups of each project. */
export function ProjectList({ projects, current, onNavigate }: ProjectListProps) {
  return (
    <ul className={classes.list}>
      {projects.map(({ id, name, region }) => (
        <li key={id}>
          <Link
            to="/p/$projectId/groups"
            params={{ projectId: id }}
            className={classes.project}
            data-current={id === current}
            onClick={onNavigate}
          >
            <span className={classes.words}>
              <span className={classes.name}>{name}</span>
              <span className={classes.facts}>
                {region !== name && <span>{region}</span>}
                <span className={classes.id}>{id}</span>
              </span>
            </span>
            {id === current && <IconCheck size={16} aria-hidden="true" />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
