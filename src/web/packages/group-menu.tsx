import { useLingui } from '@lingui/react/macro';
import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { type ComponentProps, lazy } from 'react';
import { MenuOnDemand } from './menu-on-demand.tsx';
import { RowMenuButton } from './row-menu-button.tsx';

const load = () => import('./open-group-menu.tsx');
const OpenGroupMenu = lazy(async () => ({ default: (await load()).OpenGroupMenu }));

/** What can be done with one group, in its row. */
export function GroupRowMenu({ name }: { name: string }) {
  const { t } = useLingui();
  const label = t`Actions for ${name}`;
  return (
    <MenuOnDemand label={label} Trigger={RowMenuButton} load={load}>
      <OpenGroupMenu label={label} Trigger={RowMenuButton} name={name} isInList />
    </MenuOnDemand>
  );
}

/** The same on the group's own screen. */
export function GroupMenu({ name }: { name: string }) {
  const { t } = useLingui();
  const label = t`Actions for the group`;
  return (
    <MenuOnDemand label={label} Trigger={ScreenMenuButton} load={load}>
      <OpenGroupMenu label={label} Trigger={ScreenMenuButton} name={name} />
    </MenuOnDemand>
  );
}

function ScreenMenuButton(props: ActionIconProps & ComponentProps<'button'>) {
  return (
    <ActionIcon {...props} variant="default" size={36}>
      <IconDotsVertical size={18} aria-hidden="true" />
    </ActionIcon>
  );
}
