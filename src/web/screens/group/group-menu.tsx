import '../../styles/menu.css';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconTrash, IconUserEdit } from '@tabler/icons-react';
import { useRef } from 'react';
import { type BulkTask, useBulk } from '../../bulk/bulk.tsx';

/** What can be done with the group as a whole. */
export function GroupMenu({ name }: { name: string }) {
  const { t } = useLingui();
  const ask = useBulk();
  const trigger = useRef<HTMLButtonElement>(null);
  const open = (task: BulkTask) => {
    // The item goes with the menu; focus comes back to what stays.
    trigger.current?.focus();
    ask(task);
  };
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon ref={trigger} variant="default" size={36} aria-label={t`Actions for the group`}>
          <IconDotsVertical size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          data-autofocus
          leftSection={<IconUserEdit size={16} aria-hidden="true" />}
          onClick={() => open({ kind: 'changeOwner', targets: [{ group: name, name: null }] })}
        >
          <Trans>Change owner of the group…</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={() => open({ kind: 'deleteGroups', groups: [name] })}>
          <Trans>Delete group…</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
