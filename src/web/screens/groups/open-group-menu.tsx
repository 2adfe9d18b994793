import '../../styles/menu.css';
import { Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { GroupMenuItems } from '../../packages/group-menu-items.tsx';
import { RowMenuButton } from '../../packages/row-menu-button.tsx';

/** Takes the place of the button that asked for it, and opens. */
export function OpenGroupMenu({ name, label }: { name: string; label: string }) {
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is gone, and the focus with it.
    trigger.current?.focus();
    trigger.current?.click();
  }, []);
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <RowMenuButton ref={trigger} aria-label={label} />
      </Menu.Target>
      <Menu.Dropdown>
        <GroupMenuItems name={name} isInList onLeave={() => trigger.current?.focus()} />
      </Menu.Dropdown>
    </Menu>
  );
}
