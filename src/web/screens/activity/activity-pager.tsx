import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './activity-pager.module.css';

interface ActivityPagerProps {
  isFirst: boolean;
  isLast: boolean;
  onNewer: () => void;
  onOlder: () => void;
}

/** Back and forth, without a count: the record may have a million entries. Nothing where one page holds all. */
export function ActivityPager({ isFirst, isLast, onNewer, onOlder }: ActivityPagerProps) {
  const { t } = useLingui();
  if (isFirst && isLast) return null;
  return (
    <nav className={classes.pager} aria-label={t`Pages`}>
      <Step isEnd={isFirst} onStep={onNewer} left={<IconChevronLeft size={16} aria-hidden="true" />}>
        <Trans>Newer</Trans>
      </Step>
      <Step isEnd={isLast} onStep={onOlder} right={<IconChevronRight size={16} aria-hidden="true" />}>
        <Trans>Older</Trans>
      </Step>
    </nav>
  );
}

interface StepProps {
  isEnd: boolean;
  onStep: () => void;
  left?: ReactNode;
  right?: ReactNode;
  children: ReactNode;
}

/** At the end it is marked rather than disabled: a disabled button would drop the focus of whoever pressed it. */
function Step({ isEnd, onStep, left, right, children }: StepProps) {
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={left}
      rightSection={right}
      aria-disabled={isEnd}
      {...(isEnd ? { 'data-disabled': true } : { onClick: onStep })}
    >
      {children}
    </Button>
  );
}
