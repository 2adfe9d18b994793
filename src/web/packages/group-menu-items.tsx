import { Trans } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { IconCopyPlus, IconPlus, IconTrash, IconUserEdit } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type BulkTask, useBulk } from '../bulk/bulk.tsx';

interface GroupMenuItemsProps {
  name: string;
  /** Before a dialog opens: the item goes with the menu, so focus must be on what stays. */
  onLeave: () => void;
}

/** What can be done with a group as a whole, wherever its menu stands. */
export function GroupMenuItems({ name, onLeave }: GroupMenuItemsProps) {
  const navigate = useNavigate();
  const { projectId = '' } = useParams({ strict: false });
  const ask = useBulk();
  const open = (task: BulkTask) => {
    onLeave();
    ask(task);
  };
  const begin = (search: { group: string } | { copy: string }) => void navigate({ to: '/p/$projectId/new', params: { projectId }, search });
  return (
    <>
      <Menu.Item data-autofocus leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => begin({ group: name })}>
        <Trans>Add files</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconCopyPlus size={16} aria-hidden="true" />} onClick={() => begin({ copy: name })}>
        <Trans>Copy as a new group…</Trans>
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconUserEdit size={16} aria-hidden="true" />}
        onClick={() => open({ kind: 'changeOwner', targets: [{ group: name, name: null }] })}
      >
        <Trans>Change owner of the group…</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={() => open({ kind: 'deleteGroups', groups: [name] })}>
        <Trans>Delete group…</Trans>
      </Menu.Item>
    </>
  );
}
