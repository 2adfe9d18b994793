import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { RowMenuButton } from '../../packages/row-menu-button.tsx';

const load = () => import('./open-group-menu.tsx');
const OpenGroupMenu = lazy(async () => ({ default: (await load()).OpenGroupMenu }));

/** What can be done with one group. The menu itself is fetched when somebody reaches for it, so the first page does without. */
export function GroupRowMenu({ name }: { name: string }) {
  const { t } = useLingui();
  const [isAsked, setAsked] = useState(false);
  const fetchAhead = () => {
    // If it fails, so does the click, and that is where it is told.
    load().catch(() => {});
  };
  const label = t`Actions for ${name}`;
  const button = (
    <RowMenuButton
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      onClick={() => setAsked(true)}
    />
  );
  if (!isAsked) return button;
  return (
    <Suspense fallback={button}>
      <OpenGroupMenu name={name} label={label} />
    </Suspense>
  );
}
