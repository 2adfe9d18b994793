import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { ProjectId } from '../../contract/common.ts';
import { sessionQuery } from '../api/session.ts';

/** The project of the address. One with an illegal project leads to no screen; the links still do, to the default one. */
export function useProjectId(): string | undefined {
  const { data: session } = useQuery(sessionQuery());
  const addressed = useParams({ strict: false }).projectId;
  return z.safeParse(ProjectId, addressed).success ? addressed : session?.defaultProjectId;
}
