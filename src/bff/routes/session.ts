import type { Session, sessionContract } from '../../contract/session.ts';
import type { Handlers } from '../implement.ts';

export function sessionRoutes(session: Session, openApi: Record<string, unknown>): Handlers<typeof sessionContract> {
  const { version, mode } = session;
  return {
    getHealth: () => ({ status: 'ok', version, mode }),
    getSession: () => session,
    getOpenApi: () => openApi,
  };
}
