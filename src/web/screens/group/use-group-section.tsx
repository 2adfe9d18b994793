import { Trans } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import classes from './use-group.module.css';

const UseGroup = lazy(async () => ({ default: (await import('./use-group.tsx')).UseGroup }));

interface UseGroupSectionProps {
  projectId: string;
  name: string;
}

/** Closed until somebody wants it, and not fetched before. */
export function UseGroupSection({ projectId, name }: UseGroupSectionProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.section} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Use this group in a job</Trans>
      </summary>
      <Suspense fallback={null}>{isOpen && <UseGroup projectId={projectId} name={name} />}</Suspense>
    </details>
  );
}
