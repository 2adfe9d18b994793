/**
 * The operations of this process, in memory alone: those under way, and the newest of those that have
 * ended. Items change in place; what callers see is made anew when something has changed.
 */
import { randomUUID } from 'node:crypto';
import {
  OPERATION_ITEMS_TOLD,
  type Operation,
  type OperationItem,
  type OperationOutcomes,
  type OperationTarget,
} from '../../contract/operations.ts';
import type { Clock } from '../../dli/clock.ts';

export type OperationHead = Pick<Operation, 'kind' | 'startedBy' | 'newOwner'>;
export type OperationSummary = Omit<Operation, 'items'>;

export interface TrackedOperation {
  readonly id: string;
  readonly projectId: string;
  readonly head: OperationHead;
  readonly startedAt: number;
  readonly items: readonly TrackedItem[];
  readonly counts: Operation['counts'];
  finishedAt: number | null;
  /** Changes with anything told of it. */
  version: number;
}
export type TrackedItem = Readonly<OperationItem>;

export interface Operations {
  add(projectId: string, head: OperationHead, targets: readonly OperationTarget[]): TrackedOperation;
  change(operation: TrackedOperation, item: TrackedItem, patch: Partial<Omit<OperationItem, 'group' | 'name'>>): void;
  finish(operation: TrackedOperation): void;
  find(projectId: string, id: string): TrackedOperation | undefined;
  /** Newest first. */
  latest(projectId: string, limit: number): OperationSummary[];
  /** When the youngest operation under way in the project began; null when there is none. */
  runningSince(projectId: string): number | null;
}

export interface OperationsOptions {
  clock: Clock;
  /** How many that have ended are remembered. */
  maxFinished?: number;
}

export function createOperations({ clock, maxFinished = 200 }: OperationsOptions): Operations {
  const running = new Set<TrackedOperation>();
  let kept: TrackedOperation[] = [];

  function prune(): void {
    let surplus = kept.length - running.size - maxFinished;
    if (surplus > 0) kept = kept.filter((operation) => operation.finishedAt === null || surplus-- <= 0);
  }

  return {
    add(projectId, head, targets) {
      const items = targets.map(({ group, name }): TrackedItem => ({ group, name, state: 'waiting', wasGone: false, error: null }));
      const counts = { total: items.length, waiting: items.length, running: 0, done: 0, failed: 0 };
      const operation = { id: randomUUID(), projectId, head, startedAt: clock.now(), items, counts, finishedAt: null, version: 1 };
      kept.push(operation);
      running.add(operation);
      return operation;
    },
    change(operation, item, patch) {
      operation.counts[item.state]--;
      Object.assign(item, patch);
      operation.counts[item.state]++;
      operation.version++;
    },
    finish(operation) {
      operation.finishedAt = clock.now();
      operation.version++;
      running.delete(operation);
      prune();
    },
    find: (projectId, id) => kept.find((operation) => operation.id === id && operation.projectId === projectId),
    latest(projectId, limit) {
      const own = kept.filter((operation) => operation.projectId === projectId);
      return own.slice(-limit).reverse().map(summaryOf);
    },
    runningSince(projectId) {
      let since: number | null = null;
      for (const operation of running) if (operation.projectId === projectId) since = Math.max(since ?? 0, operation.startedAt);
      return since;
    },
  };
}

const TOLD_IN_ORDER = ['failed', 'running', 'waiting', 'done'] as const;

/** Browsers read it every second, and show no more of it. */
export function viewOf(operation: TrackedOperation): Operation {
  const items: TrackedItem[] = [];
  for (const state of TOLD_IN_ORDER) {
    for (const item of operation.items) {
      if (items.length === OPERATION_ITEMS_TOLD) break;
      if (item.state === state) items.push(item);
    }
  }
  return { ...summaryOf(operation), items };
}

export function outcomesOf({ items }: TrackedOperation): OperationOutcomes {
  return { items: items.map(({ group, name, state }) => ({ group, name, state })) };
}

function summaryOf({ id, head, startedAt, finishedAt, counts }: TrackedOperation): OperationSummary {
  return { id, ...head, startedAt, finishedAt, counts: { ...counts } };
}
