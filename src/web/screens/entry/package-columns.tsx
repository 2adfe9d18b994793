import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { RecordedPackage } from '../../../contract/activity.ts';
import { RecordedStatus } from '../../activity/recorded-status.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { Name } from '../../components/name.tsx';
import { NoValue, Span, TIME_WIDTH, TimeCell } from '../../components/time-cell.tsx';
import { preflightWord } from '../../lib/entry-messages.ts';
import { byteSize } from '../../lib/submission-size.ts';
import { truncateMiddle } from '../../lib/truncate-middle.ts';
import classes from './entry.module.css';

/** Two lines for most paths. */
const PATH_WIDTH = '16rem';

/** A package with what the entry's events tell of it. */
export interface PackageRow extends RecordedPackage {
  isOpen: boolean;
  /** Why it failed, as far as a look at its object told. */
  reason: string | null;
}

/** Each package with the object as it was looked at before sending, and what a read showed last. */
export const PACKAGE_COLUMNS: readonly Column<PackageRow, 'none'>[] = [
  { id: 'name', header: msg`Name`, isRowHeader: true, cell: ({ name }) => <Name>{name}</Name> },
  {
    id: 'status',
    header: msg`Status`,
    cell: (row) => <Status row={row} />,
  },
  { id: 'took', header: msg`Took`, align: 'right', cell: ({ tookMs }) => <Span ms={tookMs} /> },
  { id: 'path', header: msg`OBS path`, canWrap: true, minWidth: PATH_WIDTH, cell: (item) => <Path item={item} /> },
  {
    id: 'size',
    header: msg`Size`,
    align: 'right',
    cell: ({ source }) => (typeof source?.sizeBytes === 'number' ? byteSize(source.sizeBytes, i18n.locale) : <NoValue />),
  },
  {
    id: 'modified',
    header: msg`Last modified`,
    minWidth: TIME_WIDTH,
    needs: 'medium',
    cell: ({ source }) => <TimeCell at={source?.lastModifiedMs ?? null} />,
  },
  {
    id: 'etag',
    header: msg`ETag`,
    needs: 'wide',
    cell: ({ source }) => (source?.etag ? <Short text={source.etag} /> : <NoValue />),
  },
];

const ETAG_SHOWN = 14;

function Status({ row: { status, isOpen, reason } }: { row: PackageRow }) {
  if (status === null) return <NoValue />;
  return (
    <span className={classes.status}>
      <RecordedStatus status={status} isOpen={isOpen} />
      {status === 'failed' && reason !== null && <span className={classes.soft}>{reason}</span>}
    </span>
  );
}

function Short({ text }: { text: string }) {
  return (
    <span title={text}>
      <Name isOneLine>{truncateMiddle(text, ETAG_SHOWN)}</Name>
    </span>
  );
}

/**
 * As typed; where that is another way to write the object, the plain one is copied. Where a look before sending found the object, its
 * size stands beside it; else what that look met.
 */
function Path({ item: { path, obsUri, source } }: { item: RecordedPackage }) {
  const { t } = useLingui();
  return (
    <div>
      <span className={classes.path}>
        <Name>{path}</Name>
        <CopyButton text={obsUri} what={t`path`} />
      </span>
      {source && source.preflight !== 'found' && (
        <span className={classes.met}>
          <Trans>Before sending: {preflightWord(source.preflight)}</Trans>
        </span>
      )}
    </div>
  );
}
