import '../../styles/menu.css';
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useRef } from 'react';
import { GroupMenuItems } from '../../packages/group-menu-items.tsx';

/** What can be done with the group as a whole. */
export function GroupMenu({ name }: { name: string }) {
  const { t } = useLingui();
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon ref={trigger} variant="default" size={36} aria-label={t`Actions for the group`}>
          <IconDotsVertical size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <GroupMenuItems name={name} onLeave={() => trigger.current?.focus()} />
      </Menu.Dropdown>
    </Menu>
  );
}
