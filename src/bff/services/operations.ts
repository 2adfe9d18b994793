/**
 * Operations at hand: those under way, the newest of those that have ended, and how the latest of earlier processes ended.
 * The ledger has them all. Items change in place; what callers see is made anew when something has changed.
 */
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

export type NewOperation = Pick<TrackedOperation, 'id' | 'projectId' | 'head' | 'startedAt' | 'items'>;

export interface Operations {
  /** One that runs. */
  add(operation: NewOperation): TrackedOperation;
  change(operation: TrackedOperation, item: TrackedItem, patch: Partial<Omit<OperationItem, 'group' | 'name'>>): void;
  finish(operation: TrackedOperation): void;
  find(projectId: string, id: string): TrackedOperation | undefined;
  /** What had ended before this process began; told once a project. */
  recall(projectId: string, summaries: readonly OperationSummary[]): void;
  isRecalled(projectId: string): boolean;
  /** Newest first. */
  latest(projectId: string, limit: number): OperationSummary[];
  /** When the youngest operation under way in the project began; null when there is none. */
  runningSince(projectId: string): number | null;
  /** Under way, or ended since then. */
  touching(projectId: string, sinceMs: number): TrackedOperation[];
}

export interface OperationsOptions {
  clock: Clock;
  /** How many that have ended are remembered with their items. */
  maxFinished?: number;
}

export function createOperations({ clock, maxFinished = 200 }: OperationsOptions): Operations {
  const running = new Set<TrackedOperation>();
  const recalled = new Map<string, readonly OperationSummary[]>();
  let kept: TrackedOperation[] = [];

  function prune(): void {
    let surplus = kept.length - running.size - maxFinished;
    if (surplus <= 0) return;
    kept = kept.filter((operation) => {
      if (operation.finishedAt === null || surplus-- <= 0) return true;
      // From here on the ledger knows it, and this no longer.
      recalled.delete(operation.projectId);
      return false;
    });
  }

  return {
    add(started) {
      const operation = trackedOf(started, { finishedAt: null, version: 1 });
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
    recall: (projectId, summaries) => void recalled.set(projectId, summaries),
    isRecalled: (projectId) => recalled.has(projectId),
    latest(projectId, limit) {
      const own = kept.filter((operation) => operation.projectId === projectId);
      const ids = new Set(own.map(({ id }) => id));
      const earlier = (recalled.get(projectId) ?? []).filter(({ id }) => !ids.has(id));
      // Stable: of two that began together, the one that was added last comes first.
      const all = [...own.reverse().map(summaryOf), ...earlier];
      return all.sort((a, b) => b.startedAt - a.startedAt).slice(0, limit);
    },
    runningSince(projectId) {
      let since: number | null = null;
      for (const operation of running) if (operation.projectId === projectId) since = Math.max(since ?? 0, operation.startedAt);
      return since;
    },
    touching: (projectId, sinceMs) => kept.filter((one) => one.projectId === projectId && (one.finishedAt ?? sinceMs) >= sinceMs),
  };
}

export function waitingItems(targets: readonly OperationTarget[]): TrackedItem[] {
  return targets.map(({ group, name }) => ({ group, name, state: 'waiting', wasGone: false, error: null }));
}

export function trackedOf(operation: NewOperation, told: Pick<TrackedOperation, 'finishedAt' | 'version'>): TrackedOperation {
  const counts = { total: operation.items.length, waiting: 0, running: 0, done: 0, failed: 0, unknown: 0 };
  for (const { state } of operation.items) counts[state]++;
  return { ...operation, counts, ...told };
}

const TOLD_IN_ORDER = ['failed', 'unknown', 'running', 'waiting', 'done'] as const;

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
