import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useMemo, useState } from 'react';
import type { OperationTarget } from '../../contract/operations.ts';
import type { OperationSummary } from '../api/operations.ts';
import { type ListKey, type Selections, select, withoutDone } from '../lib/selection.ts';
import { useOperations } from './use-operations.ts';

export type PackageTarget = OperationTarget & { name: string };

/** What a dialog is open for. Following an operation needs only its id: whoever started it, on whichever screen. */
export type BulkTask =
  | { kind: 'deletePackages'; packages: readonly PackageTarget[] }
  | { kind: 'deleteGroups'; groups: readonly string[] }
  | { kind: 'changeOwner'; targets: readonly OperationTarget[] }
  | { kind: 'follow'; id: string };

interface Chosen {
  selections: Selections;
  /** The operation worth a word on the screen: one that runs, or the last one if some of it failed. */
  current: OperationSummary | undefined;
}

const Ask = createContext<(task: BulkTask) => void>(() => {});
const Choose = createContext<(list: ListKey, names: readonly string[], isSelected: boolean) => void>(() => {});
const ChosenContext = createContext<Chosen>({ selections: new Map(), current: undefined });

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.tsx')).BulkDialog }));

/** Selection and bulk actions of one project. Above its screens, so that both outlive the way from one to another. */
export function Bulk({ projectId, children }: { projectId: string; children: ReactNode }) {
  const [task, setTask] = useState<BulkTask | null>(null);
  const [selections, setSelections] = useState<Selections>(new Map());
  const current = useOperations(projectId, (ended) => setSelections((now) => withoutDone(now, ended)));
  const choose = useCallback(
    (list: ListKey, names: readonly string[], isSelected: boolean) => setSelections((now) => select(now, list, names, isSelected)),
    [],
  );
  const chosen = useMemo(() => ({ selections, current }), [selections, current]);
  return (
    <Ask value={setTask}>
      <Choose value={choose}>
        <ChosenContext value={chosen}>
          {children}
          <Suspense fallback={null}>
            {task && <BulkDialog projectId={projectId} task={task} onTask={setTask} onClose={() => setTask(null)} />}
          </Suspense>
        </ChosenContext>
      </Choose>
    </Ask>
  );
}

/** Opens the dialog of a bulk action. Steady, so that rows which hold it are not drawn again. */
export function useBulk(): (task: BulkTask) => void {
  return useContext(Ask);
}

/** Selects, or no longer selects, names of one list. */
export function useChoose(): (list: ListKey, names: readonly string[], isSelected: boolean) => void {
  return useContext(Choose);
}

export function useCurrentOperation(): OperationSummary | undefined {
  return useContext(ChosenContext).current;
}

export interface Selection {
  selected: ReadonlySet<string>;
  onSelect: (names: readonly string[], isSelected: boolean) => void;
}

const NOBODY: ReadonlySet<string> = new Set();

/** `listed`: all names of the list, where the reader has them all; then those that vanished are no longer selected. */
export function useSelection(list: ListKey, listed: readonly string[] | undefined): Selection {
  const choose = useContext(Choose);
  const chosen = useContext(ChosenContext).selections.get(list) ?? NOBODY;
  const selected = useMemo(() => (listed ? new Set(listed.filter((name) => chosen.has(name))) : chosen), [listed, chosen]);
  const onSelect = useCallback((names: readonly string[], isSelected: boolean) => choose(list, names, isSelected), [choose, list]);
  return { selected, onSelect };
}

interface PageOfNames {
  items: readonly { name: string }[];
  total: number;
}

/** All names of a list, where one page holds them all; undefined where it does not. */
export function useNamesOfAll(page: PageOfNames | undefined): readonly string[] | undefined {
  const { items, total } = page ?? {};
  return useMemo(() => (items && items.length === total ? items.map(({ name }) => name) : undefined), [items, total]);
}
