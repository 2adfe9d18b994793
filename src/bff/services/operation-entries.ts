/** Operations as callers see them, and as the ledger keeps them. */
import { ApiErrorBody } from '../../contract/errors.ts';
import type { OperationEntry, OperationIntent, OperationSummary as StoredSummary } from '../../ledger/entry.ts';
import type { NewOperation, OperationHead, OperationSummary, TrackedItem, TrackedOperation } from './operations.ts';
import { trackedOf } from './operations.ts';

export interface OperationParts {
  projectId: string;
  requestId: string;
  requestDigest: string;
  createdAt: number;
  head: OperationHead;
  items: readonly Pick<TrackedItem, 'group' | 'name'>[];
}

export function operationIntent({ head, items, ...ids }: OperationParts): OperationIntent {
  return {
    ...ids,
    type: head.kind,
    actor: head.startedBy,
    newOwner: head.newOwner,
    note: null,
    repeatsId: null,
    items: items.map(({ group, name }) => ({ group, name })),
  };
}

/** As it stood when the ledger was last told. */
export function operationOf(entry: OperationEntry): TrackedOperation {
  return trackedOf(newOperationOf(entry), { finishedAt: entry.finishedAt, version: entry.version });
}

export function newOperationOf(entry: OperationEntry): NewOperation {
  const { id, projectId, createdAt, items } = entry;
  const head = { kind: entry.type, startedBy: entry.actor, newOwner: entry.newOwner };
  // Read back through the contract's own schema.
  const told = items.map((item) => ({ ...item, error: item.error && ApiErrorBody.parse(item.error) }));
  return { id, projectId, head, startedAt: createdAt, items: told };
}

export function summaryIn({ id, type, actor, newOwner, createdAt, finishedAt, counts }: StoredSummary): OperationSummary {
  const total = counts.waiting + counts.running + counts.done + counts.failed + counts.unknown;
  return { id, kind: type, startedBy: actor, newOwner, startedAt: createdAt, finishedAt, counts: { total, ...counts } };
}
