import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconFolderSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { PATHS_MAX } from '../../../domain/names.ts';
import { parseObsPath } from '../../../domain/obs-path.ts';
import { objectId } from '../../lib/object-place.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

const fetchDrawer = async () => ({ default: (await import('../../objects/object-drawer.tsx')).ObjectDrawer });
const ObjectDrawer = lazy(fetchDrawer);

interface BrowseObsProps {
  form: SubmissionFormApi;
  projectId: string;
  onAdd: (paths: string[]) => void;
}

interface Held {
  /** As `bucket/key`. */
  present: ReadonlySet<string>;
  room: number;
}

/** The way to paths that nobody types. What opens is fetched when somebody is about to want it. */
export function BrowseObs({ form, projectId, onAdd }: BrowseObsProps) {
  const [isOpen, setOpen] = useState(false);
  const [held, setHeld] = useState<Held | null>(null);
  const prefetch = () => void fetchDrawer().catch(() => {}); // Tried again, and told, when it is opened.
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFolderSearch size={14} aria-hidden="true" />}
        onPointerEnter={prefetch}
        onFocus={prefetch}
        onClick={() => {
          setHeld(heldBy(form));
          setOpen(true);
        }}
      >
        <Trans>Browse OBS…</Trans>
      </Button>
      {held && (
        <Suspense fallback={null}>
          <ObjectDrawer {...held} projectId={projectId} isOpen={isOpen} onClose={() => setOpen(false)} onAdd={onAdd} />
        </Suspense>
      )}
    </>
  );
}

/** A blank row takes a path, and one that asks for a package takes its own. */
function heldBy(form: SubmissionFormApi): Held {
  const rows = form.getValues('paths').filter((row) => row.path.trim() !== '');
  const present = rows.flatMap(({ path }) => {
    const parsed = parseObsPath(path);
    return parsed.ok ? [objectId(parsed.path)] : [];
  });
  return { present: new Set(present), room: Math.max(0, PATHS_MAX - rows.length) };
}
