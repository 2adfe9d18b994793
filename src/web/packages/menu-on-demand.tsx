import type { ActionIconProps } from '@mantine/core';
import { type ComponentProps, type ComponentType, type ReactNode, Suspense, useState } from 'react';

export type MenuTrigger = ComponentType<ActionIconProps & ComponentProps<'button'>>;

interface MenuOnDemandProps {
  /** The button's name. */
  label: string;
  Trigger: MenuTrigger;
  /** Fetches what `children` need. */
  load: () => Promise<unknown>;
  /** The open menu (`open-menu.tsx`), around a trigger that looks like this one. */
  children: ReactNode;
}

/** A menu that is fetched when somebody reaches for it: screens do without it, and a table does not carry one in each row. */
export function MenuOnDemand({ label, Trigger, load, children }: MenuOnDemandProps) {
  const [isAsked, setAsked] = useState(false);
  const fetchAhead = () => {
    // If it fails, so does the click, and that is where it is told.
    load().catch(() => {});
  };
  const button = (
    <Trigger
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      onClick={() => setAsked(true)}
    />
  );
  return isAsked ? <Suspense fallback={button}>{children}</Suspense> : button;
}
