import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { ExportedActivity, ExportedList } from '../api/exports.ts';
import { placeUnder } from '../components/place-under.ts';
import { usePopover } from '../components/use-popover.ts';
import classes from './export-menu.module.css';

const fetchItems = async () => ({ default: (await import('./export-items.tsx')).ExportItems });
/** Fetched when the button is pointed at or focused. */
const ExportItems = lazy(fetchItems);

interface ExportMenuProps {
  projectId: string;
  list: ExportedList | ExportedActivity;
  /** How many rows that is; undefined while nobody knows. */
  matching: number | undefined;
  /** Until there is something to export, it only keeps its place. */
  isRead: boolean;
}

/** The table as it is filtered and sorted, all of its pages: into the clipboard or a file. */
export function ExportMenu({ projectId, list, matching, isRead }: ExportMenuProps) {
  const { t } = useLingui();
  const { isOpen, close, buttonProps, panelProps } = usePopover(placeUnder);
  const prepare = () => void fetchItems().catch(() => {}); // Tried again when it is opened.
  return (
    <>
      <Button
        {...buttonProps}
        size="xs"
        variant="default"
        disabled={!isRead}
        leftSection={<IconDownload size={15} aria-hidden="true" />}
        onPointerEnter={prepare}
        onFocus={prepare}
      >
        <Trans>Export</Trans>
      </Button>
      <div {...panelProps} role="group" aria-label={t`Export`} className={classes.panel}>
        {isOpen && (
          <Suspense fallback={null}>
            <ExportItems projectId={projectId} list={list} matching={matching} onDone={close} />
          </Suspense>
        )}
      </div>
    </>
  );
}
