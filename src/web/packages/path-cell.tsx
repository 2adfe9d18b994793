import { Trans, useLingui } from '@lingui/react/macro';
import type { Package } from '../../contract/groups.ts';
import { PathButton } from '../components/path-button.tsx';
import { NoValue } from '../components/time-cell.tsx';
import { byteSize } from '../lib/submission-size.ts';
import { Mark, NotFromHere } from './origin-cells.tsx';
import classes from './path-cell.module.css';

/** DLI never tells it: from the record of this console, or from a user. */
export function PathCell({ origin }: Pick<Package, 'origin'>) {
  if (origin === undefined) return <NoValue />;
  if (origin === null) return <NotFromHere />;
  return (
    <div className={classes.cell}>
      <PathButton path={origin.obsUri} />
      {origin.isChangedSince ? (
        <Mark>
          <Trans>changed since, not from here</Trans>
        </Mark>
      ) : (
        origin.how === 'attached' && (
          <Mark>
            <Trans>attached</Trans>
          </Mark>
        )
      )}
    </div>
  );
}

export function SizeCell({ origin }: Pick<Package, 'origin'>) {
  const { i18n } = useLingui();
  const bytes = origin?.sizeBytes ?? null;
  return bytes === null ? <NoValue /> : byteSize(bytes, i18n.locale);
}
