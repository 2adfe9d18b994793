import { Trans, useLingui } from '@lingui/react/macro';
import type { Package } from '../../contract/groups.ts';
import { StatusBadge } from '../components/status-badge.tsx';
import { TakingLong } from '../components/taking-long.tsx';
import { failureWord } from '../lib/failure-words.ts';
import { duration } from '../lib/time.ts';
import classes from './package-status.module.css';

/** What DLI says; below it, in a few words, what the console knows beside that. */
export function PackageStatus({ item }: { item: Package }) {
  const { i18n } = useLingui();
  const { status, rawStatus, failure, upload } = item;
  const word = failure ? failureWord(failure) : null;
  const usual = upload && duration(upload.usualMs, i18n.locale);
  return (
    <span className={classes.badges}>
      <StatusBadge status={status} raw={rawStatus} />
      {word && <span className={classes.word}>{word}</span>}
      <TakingLong
        until={upload && upload.since + upload.usualMs}
        hint={<Trans>Uploading for longer than {usual}. DLI gives no reason; it may still end well.</Trans>}
      />
    </span>
  );
}
