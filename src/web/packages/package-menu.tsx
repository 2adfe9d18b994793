import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCopy, IconDotsVertical, IconFileText } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Package } from '../../contract/groups.ts';
import { useAnnounce } from '../components/live-region.tsx';
import { packageReference } from '../lib/package-reference.ts';
import classes from './package-menu.module.css';

/** What can be done with one package. It lives in its row, which a poll keeps: an open menu stays open. */
export function PackageMenu({ item }: { item: Package }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const clipboard = useClipboard();
  const copy = (text: string) => {
    clipboard.copy(text);
    announce(t`Copied.`);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className={classes.trigger ?? ''} aria-label={t`Actions for ${item.name}`}>
          <IconDotsVertical size={16} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          data-autofocus
          leftSection={<IconFileText size={16} aria-hidden="true" />}
          onClick={() =>
            void navigate({ to: '.', search: (now) => ({ ...now, package: item.name }), state: { isOpenedHere: true }, resetScroll: false })
          }
        >
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
      </Menu.Dropdown>
    </Menu>
  );
}
