import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { GroupOrigin } from '../../contract/origins.ts';
import classes from './outside-changes.module.css';

const OutsideChanges = lazy(async () => ({ default: (await import('./outside-changes.tsx')).OutsideChanges }));

const ANCHOR = 'changes';

interface OutsideChangesSectionProps {
  projectId: string;
  group: string | null;
  origin: GroupOrigin | undefined;
}

/** Only where there are any; closed until somebody wants it, or comes by the link to it. */
export function OutsideChangesSection({ projectId, group, origin }: OutsideChangesSectionProps) {
  const isLinked = useLocation({ select: ({ hash }) => hash === ANCHOR });
  const [isOpen, setOpen] = useState(isLinked);
  const [wasLinked, setWasLinked] = useState(isLinked);
  if (isLinked !== wasLinked) {
    setWasLinked(isLinked);
    if (isLinked) setOpen(true);
  }
  if (!origin || origin.changedAt === null) return null;
  return (
    <details id={ANCHOR} className={classes.section} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Changes not made here</Trans>
      </summary>
      <Suspense fallback={null}>{isOpen && <OutsideChanges projectId={projectId} group={group} changedAt={origin.changedAt} />}</Suspense>
    </details>
  );
}

/** How many members are not from here, beside the counts; it leads to what was noted of that. */
export function NotFromHereFact({ origin }: { origin: GroupOrigin | undefined }) {
  const { i18n } = useLingui();
  if (!origin) {
    return (
      <span>
        <Trans>Where packages came from cannot be told now</Trans>
      </span>
    );
  }
  const { notFromHere, changedAt } = origin;
  const count = i18n.number(notFromHere);
  if (notFromHere === 0 && changedAt === null) return null;
  const words = notFromHere > 0 ? <Trans>{count} not from here</Trans> : <Trans>Changes not made here</Trans>;
  if (changedAt === null) return <span>{words}</span>;
  return (
    <Link to="." search={(now) => now} hash={ANCHOR} resetScroll={false} replace>
      {words}
    </Link>
  );
}
