import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { OverlayProps } from '../shell/overlays.tsx';
import { OverlayDialog } from './overlay-dialog.tsx';
import classes from './palette.module.css';
import { matching, type PaletteItem } from './palette-items.ts';
import { PaletteOption } from './palette-option.tsx';
import { SCREENS } from './screens.ts';
import { useGroupItems } from './use-group-items.ts';
import { usePaletteActions } from './use-palette-actions.tsx';

/** Ctrl K: screens, actions and groups by name. A combobox whose list is always open. */
export function Palette({ projectId, onClose, onOpen }: OverlayProps) {
  const { t, i18n } = useLingui();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = useGroupItems(projectId, typed);
  const actions = usePaletteActions({ projectId, onOpen });
  const screens = (projectId === undefined ? [] : SCREENS).map(
    ({ to, label }): PaletteItem => ({
      id: to,
      section: 'screens',
      label: i18n._(label),
      act: () => void navigate({ to, params: { projectId: projectId ?? '' } }),
    }),
  );
  const shown = matching([...screens, ...actions, ...groups.items], typed);
  const active = shown.find((item) => item.id === chosen) ?? shown[0];
  const optionId = (item: PaletteItem) => `${id}-${item.id}`;
  const activeId = active && optionId(active);

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const take = (item: PaletteItem) => {
    dialog.current?.close();
    item.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && active) {
      event.preventDefault();
      setChosen(shown[(shown.indexOf(active) + step + shown.length) % shown.length]?.id ?? null);
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      take(active);
    }
  };

  const sections = [
    { section: 'screens', title: t`Screens` },
    { section: 'actions', title: t`Actions` },
    { section: 'groups', title: t`Package groups` },
  ] as const;
  return (
    <OverlayDialog ref={dialog} label={t`Search groups, screens and actions`} className={classes.palette} onClose={onClose}>
      <div className={classes.head}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-label={t`Search groups, screens and actions`}
          placeholder={t`Search groups, screens and actions`}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={activeId}
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} className={classes.list} role="listbox" aria-label={t`Results`}>
        {sections.map(({ section, title }) => {
          const items = shown.filter((item) => item.section === section);
          if (items.length === 0) return null;
          return (
            <div key={section} role="group" aria-labelledby={`${id}-${section}`} className={classes.section}>
              <div id={`${id}-${section}`} className={classes.title} role="presentation">
                {title}
              </div>
              {items.map((item) => (
                <PaletteOption key={item.id} id={optionId(item)} item={item} isActive={item === active} onTake={() => take(item)} />
              ))}
            </div>
          );
        })}
      </div>
      <div className={classes.foot} role="status">
        {shown.length > 0 ? (
          <Plural value={shown.length} one="# result" other="# results" />
        ) : (
          groups.isSettled && <Trans>Nothing here has this in its name.</Trans>
        )}
        {groups.isError && (
          <span className={classes.failed}>
            <Trans>The groups could not be read.</Trans>
          </span>
        )}
      </div>
    </OverlayDialog>
  );
}
