import { useLingui } from '@lingui/react/macro';
import { lazy } from 'react';
import type { Package } from '../../contract/groups.ts';
import { MenuOnDemand } from './menu-on-demand.tsx';
import { RowMenuButton } from './row-menu-button.tsx';

const load = () => import('./open-package-menu.tsx');
const OpenPackageMenu = lazy(async () => ({ default: (await load()).OpenPackageMenu }));

/** What can be done with one package. It lives in its row, which a poll keeps: an open menu stays open. */
export function PackageMenu({ item }: { item: Package }) {
  const { t } = useLingui();
  const label = t`Actions for ${item.name}`;
  return (
    <MenuOnDemand label={label} Trigger={RowMenuButton} load={load}>
      <OpenPackageMenu label={label} Trigger={RowMenuButton} item={item} />
    </MenuOnDemand>
  );
}
