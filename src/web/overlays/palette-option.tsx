import { IconBolt, IconBoxMultiple, IconLayoutSidebar } from '@tabler/icons-react';
import { Name } from '../components/name.tsx';
import { RollUpBadge } from '../components/roll-up-badge.tsx';
import { keysOf, SHORTCUTS } from '../lib/shortcuts.ts';
import classes from './palette.module.css';
import type { PaletteItem } from './palette-items.ts';

const ICONS = { screens: IconLayoutSidebar, actions: IconBolt, groups: IconBoxMultiple };

interface PaletteOptionProps {
  id: string;
  item: PaletteItem;
  isActive: boolean;
  onTake: () => void;
}

/** The focus stays in the field; Enter there takes the active one. */
export function PaletteOption({ id, item, isActive, onTake }: PaletteOptionProps) {
  const Icon = ICONS[item.section];
  const shortcut = SHORTCUTS.find((one) => one.id === item.shortcut);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div id={id} role="option" aria-selected={isActive} className={classes.option} onClick={onTake}>
      <Icon size={16} aria-hidden="true" />
      <span className={classes.label}>{item.section === 'groups' ? <Name>{item.label}</Name> : item.label}</span>
      {item.rollUp && <RollUpBadge rollUp={item.rollUp} hasHint={false} />}
      {shortcut && (
        <span className={classes.keys} aria-hidden="true">
          {keysOf(shortcut).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </div>
  );
}
