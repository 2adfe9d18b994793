import { GroupMenuItems } from './group-menu-items.tsx';
import { OpenMenu, type OpenMenuProps } from './open-menu.tsx';

interface OpenGroupMenuProps extends OpenMenuProps {
  name: string;
  /** In a list: with the way to the group's own screen. */
  isInList?: boolean;
}

export function OpenGroupMenu({ name, isInList = false, ...menu }: OpenGroupMenuProps) {
  return <OpenMenu {...menu} items={(leave) => <GroupMenuItems name={name} isInList={isInList} onLeave={leave} />} />;
}
