import { useHotkeys } from '@mantine/hooks';
import { useSingleKeys } from '../lib/preferences.ts';
import { isForPage, isSingleKey, SHORTCUTS, shortcutAct } from '../lib/shortcuts.ts';

/** The one listener. Which keys are the page's own is decided here, so Mantine ignores no element of itself. */
export function useShortcutKeys(): void {
  const areSingleKeysOn = useSingleKeys() === 'on';
  const usable = SHORTCUTS.filter((shortcut) => areSingleKeysOn || !isSingleKey(shortcut));
  useHotkeys(
    usable.flatMap(({ id, hotkeys }) =>
      hotkeys.map((hotkey): [string, (event: KeyboardEvent) => void, { preventDefault: boolean }] => [
        hotkey,
        (event) => {
          const act = shortcutAct(id);
          if (!act || !isForPage(event)) return;
          event.preventDefault();
          act();
        },
        { preventDefault: false },
      ]),
    ),
    [],
    true,
  );
}
