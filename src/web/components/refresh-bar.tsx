import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type QueryKey, useIsFetching } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useShortcut } from '../lib/shortcuts.ts';
import { useSlow } from '../lib/use-slow.ts';
import { AsOf, type AsOfProps } from './as-of.tsx';
import { useAnnounce } from './live-region.tsx';
import classes from './refresh-bar.module.css';
import { Why } from './why.tsx';

interface RefreshBarProps extends Omit<AsOfProps, 'isStale' | 'isSlow'> {
  /** What stands in the way of reading it again, for those who ask. */
  failure: ReactNode;
  onCheckNow: () => void;
  isChecking: boolean;
  /** What is read, to be told where that takes long. */
  queryKey: QueryKey;
}

/** When it was read, whether it is read again by itself, and the button for the impatient. */
export function RefreshBar({ onCheckNow, isChecking, failure, queryKey, ...asOf }: RefreshBarProps) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const isStale = Boolean(failure);
  // Asked here, so that the beginning of a read draws no more than this bar anew.
  const isSlow = useSlow(useIsFetching({ queryKey, exact: true }) > 0);
  useShortcut('refresh', isChecking ? undefined : onCheckNow);
  useEffect(() => {
    if (isStale) announce(t`Cannot be read again at the moment. What is shown may be out of date.`);
  }, [isStale, announce, t]);
  useEffect(() => {
    if (isSlow) announce(t`Slow to answer · still waiting`);
  }, [isSlow, announce, t]);
  return (
    <div className={classes.bar}>
      <div className={classes.time}>
        <AsOf {...asOf} isStale={isStale} isSlow={isSlow} />
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
