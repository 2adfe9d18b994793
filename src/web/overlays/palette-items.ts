import type { RollUp } from '../../contract/common.ts';
import type { ShortcutId } from '../lib/shortcuts.ts';

export interface PaletteItem {
  id: string;
  section: 'screens' | 'actions' | 'groups';
  label: string;
  act: () => void;
  /** Of a group. */
  rollUp?: RollUp;
  shortcut?: ShortcutId;
  /** Offered only to those who type for it. */
  isSetting?: boolean;
}

/**
 * Those that hold every word that was typed. Groups come last: they arrive later than the rest, and what Enter takes must
 * not change under the reader's finger.
 */
export function matching(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ label, isSetting }) =>
    words.length === 0 ? !isSetting : words.every((word) => label.toLowerCase().includes(word)),
  );
}
