import '../styles/drawer.css';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Drawer } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type ObjectAddress, TOP } from '../lib/object-place.ts';
import { browserStorage, rememberPlaces } from '../lib/recent-places.ts';
import { ObjectBrowser } from './object-browser.tsx';
import classes from './object-drawer.module.css';
import { PicksBar } from './picks-bar.tsx';
import { pathsOf, placesOf, usePicks } from './use-picks.ts';

interface ObjectDrawerProps {
  projectId: string;
  isOpen: boolean;
  /** What the form holds already, as `bucket/key`. */
  present: ReadonlySet<string>;
  /** How many paths the form can take. */
  room: number;
  onAdd: (paths: string[]) => void;
  onClose: () => void;
}

/** Place and selection stay while it is closed; what was added leaves the selection. */
export function ObjectDrawer({ projectId, isOpen, present, room, onAdd, onClose }: ObjectDrawerProps) {
  const { t } = useLingui();
  const [address, setAddress] = useState<ObjectAddress>(TOP);
  const picks = usePicks(room);
  // Mounted closed and then opened, so that it can give the focus back to what opened it.
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- see above
    setShown(isOpen);
  }, [isOpen]);

  function add() {
    rememberPlaces(browserStorage(), projectId, placesOf(picks));
    onAdd(pathsOf(picks));
    picks.clear();
    onClose();
  }
  const count = picks.all.size;
  return (
    <Drawer
      opened={isShown}
      onClose={onClose}
      position="right"
      size="min(56rem, 100%)"
      title={<Trans>Browse OBS</Trans>}
      classNames={{
        content: classes.content ?? '',
        header: classes.header ?? '',
        title: classes.title ?? '',
        body: classes.body ?? '',
      }}
      closeButtonProps={{ 'aria-label': t`Close the OBS browser` }}
    >
      <div className={classes.list}>
        <ObjectBrowser projectId={projectId} address={address} onGo={setAddress} picks={picks} present={present} />
      </div>
      <PicksBar picks={picks}>
        <Button onClick={add} disabled={count === 0}>
          <Plural value={count} _0="Add files" one="Add # file" other="Add # files" />
        </Button>
      </PicksBar>
    </Drawer>
  );
}
