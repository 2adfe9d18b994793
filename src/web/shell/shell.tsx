import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { IconMenu2, IconSearch, IconX } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Mark } from '../components/mark.tsx';
import { Navigation } from './navigation.tsx';
import { type OverlayKind, useOverlays } from './overlays.tsx';
import classes from './shell.module.css';
import { useProjectId } from './use-project-id.ts';
import { useShortcutKeys } from './use-shortcut-keys.ts';
import { useTabSigns } from './use-tab-signs.ts';

/** Left navigation, or a drawer of it below 1,000 pixels, and the screen. */
export function Shell() {
  const { t } = useLingui();
  const drawer = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    drawer.current?.showModal();
  };
  const { open: openOverlay, overlay } = useOverlays();
  useShortcutKeys();
  useTabSigns(useProjectId());
  const openFromDrawer = (kind: OverlayKind) => {
    drawer.current?.close();
    openOverlay(kind);
  };
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        <Trans>Skip to content</Trans>
      </a>
      <section className={classes.topBar} aria-label="Groupage">
        <ActionIcon size="lg" aria-label={t`Open navigation`} onClick={open}>
          <IconMenu2 size={20} aria-hidden="true" />
        </ActionIcon>
        <Mark size={24} />
        <span className={classes.product}>Groupage</span>
        <ActionIcon className={classes.search ?? ''} size="lg" aria-label={t`Search`} onClick={() => openOverlay('palette')}>
          <IconSearch size={20} aria-hidden="true" />
        </ActionIcon>
      </section>
      <section className={classes.sidebar} aria-label="Groupage">
        <Navigation onOpen={openOverlay} />
      </section>
      <dialog ref={drawer} className={classes.drawer} aria-label={t`Navigation`} closedby="any" onClose={() => setOpen(false)}>
        <ActionIcon className={classes.close} aria-label={t`Close navigation`} onClick={() => drawer.current?.close()}>
          <IconX size={18} aria-hidden="true" />
        </ActionIcon>
        {isOpen && <Navigation onOpen={openFromDrawer} onNavigate={() => drawer.current?.close()} />}
      </dialog>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      {overlay}
    </div>
  );
}
