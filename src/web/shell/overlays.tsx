import { Trans } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, useCallback, useState } from 'react';
import { holdKeys, useShortcut } from '../lib/shortcuts.ts';
import classes from './shell.module.css';
import { useProjectId } from './use-project-id.ts';

export type OverlayKind = 'palette' | 'help';

export interface OverlayProps {
  projectId: string | undefined;
  onClose: () => void;
  /** From one to the other. */
  onOpen: (kind: OverlayKind) => void;
}

/** Fetched when they are first asked for: the first page needs neither. */
const LOAD: Record<OverlayKind, () => Promise<ComponentType<OverlayProps>>> = {
  palette: async () => (await import('../overlays/palette.tsx')).Palette,
  help: async () => (await import('../overlays/help-sheet.tsx')).HelpSheet,
};

/** What has been fetched opens with the key that asks for it, so that what is typed next finds it open. */
const fetched: Partial<Record<OverlayKind, ComponentType<OverlayProps>>> = {};

type Shown = { kind: OverlayKind; Overlay: ComponentType<OverlayProps> } | 'failed' | null;

/** What opens over any screen, and the keys that do. */
export function useOverlays() {
  const [shown, setShown] = useState<Shown>(null);
  const projectId = useProjectId();
  const navigate = useNavigate();
  const open = useCallback((kind: OverlayKind) => {
    const known = fetched[kind];
    if (known) return setShown({ kind, Overlay: known });
    const release = holdKeys();
    LOAD[kind]()
      .then(
        (Overlay) => {
          fetched[kind] = Overlay;
          setShown({ kind, Overlay });
        },
        () => setShown('failed'),
      )
      .finally(release);
  }, []);
  useShortcut(
    'palette',
    useCallback(() => open('palette'), [open]),
  );
  useShortcut(
    'help',
    useCallback(() => open('help'), [open]),
  );
  useShortcut(
    'new',
    useCallback(() => {
      if (projectId !== undefined) void navigate({ to: '/p/$projectId/new', params: { projectId } });
    }, [navigate, projectId]),
  );

  const overlay =
    shown === 'failed' ? (
      <p role="alert" className={classes.failed}>
        <Trans>This part of the console could not be fetched. Try again.</Trans>
      </p>
    ) : (
      shown && <shown.Overlay key={shown.kind} projectId={projectId} onClose={() => setShown(null)} onOpen={open} />
    );
  return { open, overlay };
}
