import type { originsContract } from '../../contract/origins.ts';
import type { Handlers } from '../implement.ts';
import type { Attach } from '../services/attach.ts';

export function originRoutes({ attach }: { attach: Attach }): Handlers<typeof originsContract> {
  return {
    attachPath: ({ params: { projectId }, body }, { requestId, signal }) => attach.attach({ projectId, requestId, signal }, body),
    detachPath: async ({ params: { projectId }, body }, { requestId, signal }) => ({
      origin: await attach.detach({ projectId, requestId, signal }, body),
    }),
  };
}
