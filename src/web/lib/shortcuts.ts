/**
 * The keyboard shortcuts: one table, which the listener (`shell/use-shortcut-keys.ts`) and the help sheet both read. What a
 * key does is said by whatever is on screen: a screen without a filter has no `/`.
 */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useEffect } from 'react';

export type ShortcutId = 'search' | 'new' | 'refresh' | 'help' | 'palette';

interface Shortcut {
  id: ShortcutId;
  /** As Mantine writes them. Some keyboards need Shift for `/`, others do not for `?`. */
  hotkeys: readonly string[];
  label: MessageDescriptor;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'palette', hotkeys: ['mod+k'], label: msg`Search groups, screens and actions` },
  { id: 'search', hotkeys: ['/', 'shift+/'], label: msg`Go to the filter of the list` },
  { id: 'new', hotkeys: ['n'], label: msg`New submission` },
  { id: 'refresh', hotkeys: ['r'], label: msg`Check now` },
  { id: 'help', hotkeys: ['?', 'shift+?'], label: msg`Help` },
];

/** One key without Ctrl or Cmd: these can be switched off (WCAG 2.1.4). */
export function isSingleKey({ hotkeys }: Pick<Shortcut, 'hotkeys'>): boolean {
  return hotkeys.every((hotkey) => !hotkey.includes('mod'));
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

/** As printed on the keys: "Ctrl", "K". */
export function keysOf({ hotkeys: [hotkey = ''] }: Pick<Shortcut, 'hotkeys'>): string[] {
  return hotkey.split('+').map((key) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : key.toUpperCase()));
}

const acts = new Map<ShortcutId, () => void>();

/** While the component is on screen, the shortcut does this; undefined: nothing at the moment. */
export function useShortcut(id: ShortcutId, act: (() => void) | undefined): void {
  useEffect(() => {
    if (!act) return;
    acts.set(id, act);
    return () => {
      if (acts.get(id) === act) acts.delete(id);
    };
  }, [id, act]);
}

/** What the shortcut does on this screen, if anything. */
export function shortcutAct(id: ShortcutId): (() => void) | undefined {
  return acts.get(id);
}

const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
const OPEN = 'dialog[open], [role="dialog"], [role="alertdialog"], [role="menu"], [popover="auto"]:popover-open';

let opening = 0;

/** From asking for something that has to be fetched until it is open, keys are no longer meant for the page. Ended by what it gives. */
export function holdKeys(): () => void {
  opening += 1;
  return () => {
    opening -= 1;
  };
}

/** Whether a key is meant for the page: nobody is typing, and no dialog, menu or panel is open or about to be. */
export function isForPage(event: KeyboardEvent): boolean {
  if (opening > 0 || event.defaultPrevented || event.repeat || event.isComposing) return false;
  const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
  return !isTyping && document.querySelector(OPEN) === null;
}
