import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { AsOf, type AsOfProps } from './as-of.tsx';
import classes from './refresh-bar.module.css';

interface RefreshBarProps extends AsOfProps {
  onCheckNow: () => void;
  isChecking: boolean;
}

/** When it was read, whether it is read again by itself, and the button for the impatient. */
export function RefreshBar({ onCheckNow, isChecking, ...asOf }: RefreshBarProps) {
  return (
    <div className={classes.bar}>
      <AsOf {...asOf} />
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
