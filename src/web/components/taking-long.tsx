import { Trans } from '@lingui/react/macro';
import { IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNow } from '../lib/clock.ts';
import { Badge } from './badge.tsx';

/** Beside Uploading, never instead of it: the console does not call an upload failed by itself. Nothing before `until`. */
export function TakingLong({ until, hint }: { until: number | undefined; hint: ReactNode }) {
  const now = useNow();
  if (until === undefined || now <= until) return null;
  return (
    <Badge canWrap isHintFocusable tone="amber" icon={<IconClock size={14} stroke={2.2} />} hint={hint}>
      <Trans>Taking longer than usual</Trans>
    </Badge>
  );
}
