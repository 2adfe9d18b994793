import { createHash } from 'node:crypto';
import type { activityContract } from '../../contract/activity.ts';
import type { Clock } from '../../dli/clock.ts';
import { Conditional } from '../conditional.ts';
import { Download } from '../download.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Activity } from '../services/activity.ts';

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

export function activityRoutes({ activity, clock }: { activity: Activity; clock: Clock }): Handlers<typeof activityContract> {
  /** The ledger is read either way; what says nothing new is not sent again. */
  const told = <T>(answer: T) =>
    new Conditional(createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 22), clock.now(), () => answer);
  return {
    listActivity: async ({ params: { projectId }, query }) => told(await activity.list(projectId, query)),

    async getEntry({ params: { projectId, id } }) {
      const view = await activity.entry(projectId, id);
      if (!view) throw new ApiError('submission_not_found', 'The ledger has no such entry.');
      return told(view);
    },

    getHistory: async ({ params: { projectId }, query }) => told(await activity.history(projectId, query)),

    async exportActivity({ params: { projectId }, query: { format, ...filter } }) {
      const text = await activity.export(projectId, filter, format);
      const at = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
      return new Download({
        contentType: CONTENT_TYPES[format],
        fileName: `groupage-${projectId}-activity-${at}.${format}`,
        rows: null,
        text,
      });
    },
  };
}
