import '../styles/menu.css';
import { Menu } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { MenuTrigger } from './menu-on-demand.tsx';

export interface OpenMenuProps {
  label: string;
  Trigger: MenuTrigger;
}

interface ItemsProps {
  items: (leave: () => void) => ReactNode;
  leave: () => void;
}

/** Takes the place of the button that asked for it, and opens. `leave` gives the focus back before an item's dialog takes it. */
export function OpenMenu({ label, Trigger, items }: OpenMenuProps & Pick<ItemsProps, 'items'>) {
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is gone, and the focus with it.
    trigger.current?.focus();
    trigger.current?.click();
  }, []);
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Trigger ref={trigger} aria-label={label} />
      </Menu.Target>
      <Menu.Dropdown>
        <Items items={items} leave={() => trigger.current?.focus()} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Items({ items, leave }: ItemsProps) {
  return items(leave);
}
