import type { changesContract } from '../../contract/changes.ts';
import { LedgerError } from '../../ledger/errors.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { OriginLedger } from '../services/origins.ts';

export function changeRoutes({ ledger }: { ledger: Pick<OriginLedger, 'changes' | 'changeJournal'> }): Handlers<typeof changesContract> {
  return {
    async listChanges({ params: { projectId }, query: { group, ungrouped, name, cursor, limit } }) {
      try {
        const place = group ?? (ungrouped ? null : undefined);
        const { since } = await ledger.changeJournal(projectId);
        return { ...(await ledger.changes(projectId, place, { limit, ...(cursor && { cursor }) }, name)), since };
      } catch (error) {
        if (error instanceof LedgerError) throw new ApiError('ledger_unavailable', error.message);
        throw error;
      }
    },
  };
}
