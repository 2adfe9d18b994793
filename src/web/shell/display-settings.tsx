import { Trans, useLingui } from '@lingui/react/macro';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { usePopover } from '../components/use-popover.ts';
import classes from './display-settings.module.css';
import navigation from './navigation.module.css';

const fetchChoices = async () => ({ default: (await import('./display-choices.tsx')).DisplayChoices });
/** Fetched when the button is pointed at or focused. */
const DisplayChoices = lazy(fetchChoices);

/** How this reader likes it: light, dark or as the system; times here or in UTC; which keys do something; in which language. */
export function DisplaySettings() {
  const { t } = useLingui();
  const { isOpen, buttonProps, panelProps } = usePopover();
  const prepare = () => void fetchChoices().catch(() => {}); // Tried again when it is opened.
  return (
    <div className={classes.anchor}>
      <button {...buttonProps} type="button" className={navigation.item} onPointerEnter={prepare} onFocus={prepare}>
        <IconAdjustmentsHorizontal size={18} aria-hidden="true" />
        <Trans>Display</Trans>
      </button>
      <div {...panelProps} className={classes.panel} role="group" aria-label={t`Display`}>
        {isOpen && (
          <Suspense fallback={null}>
            <DisplayChoices />
          </Suspense>
        )}
      </div>
    </div>
  );
}
