import type { ProjectSummary, Session } from '../../contract/session.ts';

type Served = Pick<Session, 'mode' | 'projects'>;

/** The local cloud makes a project of whatever legal id is asked for; elsewhere there are those that are set up. */
export function isServed({ mode, projects }: Served, projectId: string): boolean {
  return mode === 'local' || projects.some(({ id }) => id === projectId);
}

export function projectOf(session: Served | undefined, projectId: string | undefined): ProjectSummary | undefined {
  return session?.projects.find(({ id }) => id === projectId);
}
