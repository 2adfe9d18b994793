import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { ProjectId } from '../../contract/common.ts';
import { sessionQuery } from '../api/session.ts';
import { isServed } from '../lib/projects.ts';

/** The project of the address. One with an illegal or unknown project leads to no screen; the links still do, to the default one. */
export function useProjectId(): string | undefined {
  const { data: session } = useQuery(sessionQuery());
  const addressed = useParams({ strict: false }).projectId;
  const read = z.safeParse(ProjectId, addressed);
  const isMeant = read.success && (!session || isServed(session, read.data));
  return isMeant ? read.data : session?.defaultProjectId;
}
