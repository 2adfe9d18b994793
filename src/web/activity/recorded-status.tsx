import { Trans } from '@lingui/react/macro';
import { IconQuestionMark } from '@tabler/icons-react';
import type { Status } from '../../domain/status.ts';
import { Badge } from '../components/badge.tsx';
import { StatusBadge } from '../components/status-badge.tsx';

/** What the last read that showed the package said. Once its entry is over nobody watches it: what was moving then does not move now. */
export function RecordedStatus({ status, isOpen }: { status: Status; isOpen: boolean }) {
  if (isOpen || status !== 'uploading') return <StatusBadge status={status} raw={null} hasHint={false} />;
  return (
    <Badge tone="grey" icon={<IconQuestionMark size={14} stroke={2.4} />}>
      <Trans>Last seen uploading</Trans>
    </Badge>
  );
}
