import type { operationsContract } from '../../contract/operations.ts';
import type { Clock } from '../../dli/clock.ts';
import { Conditional } from '../conditional.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Operate } from '../services/operate.ts';
import { type Operations, outcomesOf, viewOf } from '../services/operations.ts';

export interface OperationRoutesOptions {
  operations: Operations;
  operate: Operate;
  clock: Clock;
}

const OPERATIONS_SHOWN = 20;

export function operationRoutes({ operations, operate, clock }: OperationRoutesOptions): Handlers<typeof operationsContract> {
  const find = (projectId: string, id: string) => {
    const operation = operations.find(projectId, id);
    if (!operation) throw new ApiError('operation_not_found', 'This server remembers no such operation; a restart forgets them.');
    return operation;
  };
  return {
    async startDelete({ params: { projectId }, body }, { idempotencyKey, requestId }) {
      return viewOf(await operate.startDelete({ projectId, idempotencyKey, requestId }, body));
    },

    async startOwnerChange({ params: { projectId }, body }, { idempotencyKey, requestId }) {
      return viewOf(await operate.startOwnerChange({ projectId, idempotencyKey, requestId }, body));
    },

    getOperation({ params: { projectId, id } }) {
      const operation = find(projectId, id);
      return new Conditional(String(operation.version), clock.now(), () => viewOf(operation));
    },

    getOperationOutcomes({ params: { projectId, id } }) {
      const operation = find(projectId, id);
      return new Conditional(String(operation.version), clock.now(), () => outcomesOf(operation));
    },

    listOperations: ({ params: { projectId } }) => ({ items: operations.latest(projectId, OPERATIONS_SHOWN) }),
  };
}
