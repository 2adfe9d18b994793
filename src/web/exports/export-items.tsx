import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type ExportedList, exportAddress, fetchTable } from '../api/exports.ts';
import { useAnnounce } from '../components/live-region.tsx';
import { explainError } from '../lib/error-messages.ts';
import classes from './export-items.module.css';

interface ExportItemsProps {
  projectId: string;
  list: ExportedList;
  matching: number | undefined;
  onDone: () => void;
}

export function ExportItems({ projectId, list, matching, onDone }: ExportItemsProps) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const copy = useMutation({
    mutationFn: () => copyTable(projectId, list),
    onSuccess: (rows) => announce(plural(rows, { one: 'Copied # row', other: 'Copied # rows' })),
  });
  const rows = copy.data;
  if (matching === 0) {
    return (
      <p className={classes.note}>
        <Trans>Nothing to export: the table has no rows.</Trans>
      </p>
    );
  }
  return (
    <>
      <button type="button" className={classes.item} onClick={() => copy.isPending || copy.mutate()}>
        {rows === undefined ? <Trans>Copy as table</Trans> : <Plural value={rows} one="Copied # row" other="Copied # rows" />}
      </button>
      <a className={classes.item} href={exportAddress(projectId, list, 'csv')} download="" onClick={onDone}>
        <Trans>Download CSV</Trans>
      </a>
      {matching !== undefined && (
        <p className={classes.note}>
          <Plural value={matching} one="# row" other="# rows, from all pages" />
        </p>
      )}
      {copy.error && (
        <p className={classes.failed} role="alert">
          {t`It could not be copied.`} {reasonOf(copy.error)}
        </p>
      )}
    </>
  );
}

/** The browser's own refusal says nothing that would help. */
function reasonOf(error: Error): string {
  return error instanceof DOMException ? '' : explainError(error).why;
}

/**
 * Safari and Chromium let a page write to the clipboard only while they handle the reader's own click: so it is asked for
 * at once, and the text promised.
 */
async function copyTable(projectId: string, list: ExportedList): Promise<number> {
  const table = fetchTable(projectId, list);
  const text = table.then((found) => new Blob([found.text], { type: 'text/plain' }));
  const written = navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
  // Where the table could not be read, that is the reason, and not what the clipboard makes of it.
  const { rows } = await table.catch((error: unknown) => {
    written.catch(() => {});
    throw error;
  });
  await written;
  return rows;
}
