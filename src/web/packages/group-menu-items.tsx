import { Trans } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { IconCopyPlus, IconFolderOpen, IconPlus, IconTrash, IconUserEdit } from '@tabler/icons-react';
import { createLink, useParams } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';
import { type BulkTask, useBulk } from '../bulk/bulk.tsx';

interface GroupMenuItemsProps {
  name: string;
  /** In a list: with the way to the group's own screen. */
  isInList?: boolean;
  /** Before an item opens a dialog: the item goes with the menu, so the focus has to come back to what stays. */
  onLeave: () => void;
}

interface LinkItemProps {
  ref?: Ref<HTMLAnchorElement>;
  leftSection?: ReactNode;
  children?: ReactNode;
}

const LinkItem = createLink((props: LinkItemProps) => <Menu.Item component="a" {...props} />);

/** What can be done with a group as a whole, in its row and on its screen alike. */
export function GroupMenuItems({ name, isInList = false, onLeave }: GroupMenuItemsProps) {
  const { projectId = '' } = useParams({ strict: false });
  const ask = useBulk();
  const open = (task: BulkTask) => {
    onLeave();
    ask(task);
  };
  return (
    <>
      {isInList && (
        <LinkItem
          to="/p/$projectId/group"
          params={{ projectId }}
          search={{ name }}
          leftSection={<IconFolderOpen size={16} aria-hidden="true" />}
          data-autofocus
        >
          <Trans>Open</Trans>
        </LinkItem>
      )}
      <LinkItem
        to="/p/$projectId/new"
        params={{ projectId }}
        search={{ group: name }}
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        {...(!isInList && { 'data-autofocus': true })}
      >
        <Trans>Add files</Trans>
      </LinkItem>
      <LinkItem
        to="/p/$projectId/new"
        params={{ projectId }}
        search={{ copy: name }}
        leftSection={<IconCopyPlus size={16} aria-hidden="true" />}
      >
        <Trans>Copy as a new group…</Trans>
      </LinkItem>
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
