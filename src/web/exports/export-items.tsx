import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { activityAddress, type ExportedActivity, type ExportedList, exportAddress, fetchTable } from '../api/exports.ts';
import { useAnnounce } from '../components/live-region.tsx';
import { explainError } from '../lib/error-messages.ts';
import classes from './export-items.module.css';

interface ExportItemsProps<List> {
  projectId: string;
  list: List;
  matching: number | undefined;
  onDone: () => void;
}

export function ExportItems({ list, ...props }: ExportItemsProps<ExportedList | ExportedActivity>) {
  return list.kind === 'activity' ? <ActivityItems list={list} {...props} /> : <ListItems list={list} {...props} />;
}

function ActivityItems({ projectId, list, matching, onDone }: ExportItemsProps<ExportedActivity>) {
  if (matching === 0) return <NoRows />;
  return (
    <>
      <a className={classes.item} href={activityAddress(projectId, list, 'csv')} download="" onClick={onDone}>
        <Trans>Download CSV</Trans>
      </a>
      <a className={classes.item} href={activityAddress(projectId, list, 'jsonl')} download="" onClick={onDone}>
        <Trans>Download JSON Lines</Trans>
      </a>
      <p className={classes.note}>
        <Trans>Everything that matches, from all pages, oldest first.</Trans>
      </p>
    </>
  );
}

function NoRows() {
  return (
    <p className={classes.note}>
      <Trans>Nothing to export: the table has no rows.</Trans>
    </p>
  );
}

function ListItems({ projectId, list, matching, onDone }: ExportItemsProps<ExportedList>) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const copy = useMutation({
    mutationFn: () => copyTable(projectId, list),
    onSuccess: (rows) => announce(plural(rows, { one: 'Copied # row', other: 'Copied # rows' })),
  });
  const rows = copy.data;
  if (matching === 0) return <NoRows />;
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
