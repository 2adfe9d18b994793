import type { operationsContract } from '../../contract/operations.ts';
import type { Clock } from '../../dli/clock.ts';
import { Conditional } from '../conditional.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Operate } from '../services/operate.ts';
import { outcomesOf, type TrackedOperation, viewOf } from '../services/operations.ts';
import type { RecallOperations } from '../services/recall-operations.ts';

export interface OperationRoutesOptions {
  recall: RecallOperations;
  operate: Operate;
  clock: Clock;
}

export function operationRoutes({ recall, operate, clock }: OperationRoutesOptions): Handlers<typeof operationsContract> {
  async function answer<T>({ projectId, id }: { projectId: string; id: string }, build: (operation: TrackedOperation) => T) {
    const found = await recall.find(projectId, id);
    if (!found) throw new ApiError('operation_not_found', 'There is no such operation.');
    const { operation, isLive } = found;
    // Versions in memory and in the ledger are counted apart.
    return new Conditional(`${isLive ? '' : 'l'}${operation.version}`, clock.now(), () => build(operation));
  }
  return {
    async startDelete({ params: { projectId }, body }, { idempotencyKey, requestId }) {
      return viewOf(await operate.startDelete({ projectId, idempotencyKey, requestId }, body));
    },

    async startOwnerChange({ params: { projectId }, body }, { idempotencyKey, requestId }) {
      return viewOf(await operate.startOwnerChange({ projectId, idempotencyKey, requestId }, body));
    },

    getOperation: ({ params }) => answer(params, viewOf),
    getOperationOutcomes: ({ params }) => answer(params, outcomesOf),
    listOperations: async ({ params: { projectId } }) => ({ items: await recall.latest(projectId) }),
  };
}
