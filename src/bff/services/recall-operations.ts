/** Operations of earlier processes, read from the ledger where somebody asks for them. */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import { isOperation } from '../../ledger/entry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { operationOf, summaryIn } from './operation-entries.ts';
import type { OperationSummary, Operations, TrackedOperation } from './operations.ts';

export type OperationLedger = Pick<Ledger, 'find' | 'latestOperations'>;

export interface RecallOperations {
  /** Newest first. A ledger that cannot be read is logged: what is at hand is told. */
  latest(projectId: string): Promise<OperationSummary[]>;
  /** `isLive`: it may still change. */
  find(projectId: string, id: string): Promise<{ operation: TrackedOperation; isLive: boolean } | null>;
}

export interface RecallOperationsOptions {
  ledger: OperationLedger;
  operations: Operations;
  clock: Clock;
  log: Logger;
}

const OPERATIONS_SHOWN = 20;
/** A database that does not answer would hold up every poll. */
const TRY_AGAIN_MS = 10_000;

export function createRecallOperations({ ledger, operations, clock, log }: RecallOperationsOptions): RecallOperations {
  let nextTryMs = 0;

  async function load(projectId: string): Promise<void> {
    try {
      const latest = await ledger.latestOperations(projectId, OPERATIONS_SHOWN);
      // What has not ended is in memory with whoever goes on with it; what was opened and never begun is nobody's.
      operations.recall(projectId, latest.filter(({ finishedAt }) => finishedAt !== null).map(summaryIn));
    } catch (error) {
      nextTryMs = clock.now() + TRY_AGAIN_MS;
      log.warn({ projectId, why: error instanceof Error ? error.message : '' }, 'earlier operations could not be read from the ledger');
    }
  }

  return {
    async latest(projectId) {
      if (!operations.isRecalled(projectId) && clock.now() >= nextTryMs) await load(projectId);
      return operations.latest(projectId, OPERATIONS_SHOWN);
    },
    async find(projectId, id) {
      const operation = operations.find(projectId, id);
      if (operation) return { operation, isLive: true };
      const entry = await ledger.find(projectId, id);
      return entry === null || !isOperation(entry) ? null : { operation: operationOf(entry), isLive: false };
    },
  };
}
