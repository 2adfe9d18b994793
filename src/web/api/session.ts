import { queryOptions } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { Session, sessionContract } from '../../contract/session.ts';
import { call } from './client.ts';

/** Mode, user, default project and limits: written into the page by the server, else asked for. */
export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    queryFn: async ({ signal }) => (await call(sessionContract.getSession, {}, { signal })).data,
    initialData: embeddedSession,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

function embeddedSession(): Session | undefined {
  const text = document.getElementById('groupage-session')?.textContent;
  if (!text) return undefined;
  const read = z.safeParse(Session, JSON.parse(text));
  return read.success ? read.data : undefined;
}
