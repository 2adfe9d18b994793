import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Package } from '../../contract/groups.ts';
import type { GroupOrigin } from '../../contract/origins.ts';
import { Clipped } from '../components/clipped.tsx';
import { NoValue, TimeCell } from '../components/time-cell.tsx';
import classes from './origin-cells.module.css';

/** Who submitted it, and when. */
export function Submitted({ at, by }: { at: number; by: string }) {
  return (
    <span className={classes.submitted}>
      <TimeCell at={at} /> <Clipped>{by}</Clipped>
    </span>
  );
}

/** Of something that was not done here: quiet, since it is no fault. */
export function Mark({ children }: { children: ReactNode }) {
  return <span className={classes.mark}>{children}</span>;
}

export function LastSubmitted({ origin, total }: { origin: GroupOrigin | undefined; total: number }) {
  const { i18n } = useLingui();
  if (!origin) return <NoValue />;
  const { submittedAt, submittedBy, notFromHere } = origin;
  const count = i18n.number(notFromHere);
  if (submittedAt === null && notFromHere === 0) return <NoValue />;
  if (submittedAt === null && notFromHere === total) return <NotFromHere />;
  return (
    <>
      {submittedAt !== null && <Submitted at={submittedAt} by={submittedBy ?? ''} />}
      {notFromHere > 0 && (
        <Mark>
          <Trans>{count} not from here</Trans>
        </Mark>
      )}
    </>
  );
}

export function NotFromHere() {
  return (
    <Mark>
      <Trans>not from here</Trans>
    </Mark>
  );
}

/** Where somebody submitted it from here; a path that was attached says nothing of that. */
export function PackageSubmitted({ origin }: Pick<Package, 'origin'>) {
  return origin?.how === 'submitted' ? <Submitted at={origin.at} by={origin.by} /> : <NoValue />;
}
