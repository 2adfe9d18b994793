import { Trans, useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCopy, IconFileText, IconLink, IconRefresh, IconReplace, IconTrash, IconUserEdit } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Package } from '../../contract/groups.ts';
import { type BulkTask, useBulk } from '../bulk/bulk.tsx';
import { useAnnounce } from '../components/live-region.tsx';
import { packageReference } from '../lib/package-reference.ts';
import { OpenMenu, type OpenMenuProps } from './open-menu.tsx';

/** What can be done with one package. */
export function OpenPackageMenu({ item, ...menu }: OpenMenuProps & { item: Package }) {
  return <OpenMenu {...menu} items={(leave) => <PackageMenuItems item={item} onLeave={leave} />} />;
}

interface PackageMenuItemsProps {
  item: Package;
  /** Before what an item opens takes the focus: it has to come back to what stays. */
  onLeave: () => void;
}

function PackageMenuItems({ item, onLeave }: PackageMenuItemsProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { projectId = '' } = useParams({ strict: false });
  const announce = useAnnounce();
  const ask = useBulk();
  const clipboard = useClipboard();
  const copy = (text: string) => {
    clipboard.copy(text);
    announce(t`Copied.`);
  };
  const showDetails = (isAttaching = false) => {
    onLeave();
    void navigate({
      to: '.',
      search: (now) => ({ ...now, package: item.name }),
      state: { isOpenedHere: true, ...(isAttaching && { isAttaching }) },
      resetScroll: false,
    });
  };
  const begin = (task: { replace: string } | { again: string }) =>
    void navigate({
      to: '/p/$projectId/new',
      params: { projectId },
      search: item.group === null ? task : { ...task, group: item.group },
    });
  const target = { group: item.group, name: item.name };
  const open = (task: BulkTask) => {
    onLeave();
    ask(task);
  };
  return (
    <>
      <Menu.Item data-autofocus leftSection={<IconFileText size={16} aria-hidden="true" />} onClick={() => showDetails()}>
        <Trans>Details and raw JSON</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={16} aria-hidden="true" />} onClick={() => copy(item.name)}>
        <Trans>Copy name</Trans>
      </Menu.Item>
      {item.group !== null && (
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden="true" />} onClick={() => copy(packageReference(item))}>
          <Trans>Copy group/name reference</Trans>
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item leftSection={<IconReplace size={16} aria-hidden="true" />} onClick={() => begin({ replace: item.name })}>
        <Trans>Replace…</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconRefresh size={16} aria-hidden="true" />} onClick={() => begin({ again: item.name })}>
        <Trans>Submit again…</Trans>
      </Menu.Item>
      {isPathOpen(item) && (
        <Menu.Item leftSection={<IconLink size={16} aria-hidden="true" />} onClick={() => showDetails(true)}>
          {item.origin?.how === 'attached' ? <Trans>Replace the path…</Trans> : <Trans>Attach a path…</Trans>}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconUserEdit size={16} aria-hidden="true" />}
        onClick={() => open({ kind: 'changeOwner', targets: [target] })}
      >
        <Trans>Change owner…</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTrash size={16} aria-hidden="true" />}
        onClick={() => open({ kind: 'deletePackages', packages: [target] })}
      >
        <Trans>Delete…</Trans>
      </Menu.Item>
    </>
  );
}

/** Whether no submission from here tells where it came from. */
function isPathOpen({ origin }: Package): boolean {
  return origin === null || origin?.how === 'attached' || origin?.isChangedSince === true;
}
