import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useShortcut } from '../lib/shortcuts.ts';
import { AsOf, type AsOfProps } from './as-of.tsx';
import { useAnnounce } from './live-region.tsx';
import classes from './refresh-bar.module.css';
import { Why } from './why.tsx';

interface RefreshBarProps extends Omit<AsOfProps, 'isStale'> {
  /** What stands in the way of reading it again, for those who ask. */
  failure: ReactNode;
  onCheckNow: () => void;
  isChecking: boolean;
}

/** When it was read, whether it is read again by itself, and the button for the impatient. */
export function RefreshBar({ onCheckNow, isChecking, failure, ...asOf }: RefreshBarProps) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const isStale = Boolean(failure);
  useShortcut('refresh', isChecking ? undefined : onCheckNow);
  useEffect(() => {
    if (isStale) announce(t`Cannot be read again at the moment. What is shown may be out of date.`);
  }, [isStale, announce, t]);
  return (
    <div className={classes.bar}>
      <div className={classes.time}>
        <AsOf {...asOf} isStale={isStale} />
        {isStale && <Why>{failure}</Why>}
      </div>
      <Button
        size="xs"
        variant="default"
        onClick={onCheckNow}
        loading={isChecking}
        leftSection={<IconRefresh size={15} aria-hidden="true" />}
      >
        <Trans>Check now</Trans>
      </Button>
    </div>
  );
}
