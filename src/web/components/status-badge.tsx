import { Trans } from '@lingui/react/macro';
import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Status } from '../../domain/status.ts';
import { statusWord } from '../lib/words.ts';
import { Badge, type Tone } from './badge.tsx';
import { Spinner } from './spinner.tsx';

interface StatusBadgeProps {
  status: Status;
  /** The word DLI sent, as it sent it. */
  raw: string | null;
  /** Not where the same stands beside it. */
  hasHint?: boolean;
}

export function StatusBadge({ status, raw, hasHint = true }: StatusBadgeProps) {
  const { tone, icon } = STATUS_LOOK[status];
  return (
    <Badge
      tone={tone}
      icon={icon}
      hint={hasHint && <StatusHint status={status} raw={raw} />}
      // A stop for the Tab key only where the word alone leaves a question; the column's head explains the rest.
      isHintFocusable={status === 'failed' || status === 'unknown'}
      canWrap={status === 'unknown'}
    >
      {statusWord(status)}
      {status === 'unknown' && raw ? `: ${raw}` : null}
    </Badge>
  );
}

export const STATUS_LOOK: Record<Status, { tone: Tone; icon: ReactNode }> = {
  uploading: { tone: 'blue', icon: <Spinner /> },
  ready: { tone: 'green', icon: <IconCheck size={14} stroke={2.6} /> },
  failed: { tone: 'red', icon: <IconX size={14} stroke={2.6} /> },
  unknown: { tone: 'grey', icon: <IconQuestionMark size={14} stroke={2.4} /> },
};

function StatusHint({ status, raw }: Pick<StatusBadgeProps, 'status' | 'raw'>) {
  if (!raw) return <Trans>DLI gives no status for this package.</Trans>;
  if (status === 'ready') return <Trans>DLI says “{raw}”. Huawei’s own console prints it as “Finished”.</Trans>;
  if (status === 'failed') return <Trans>DLI says “{raw}” and gives no reason.</Trans>;
  if (status === 'unknown') return <Trans>DLI says “{raw}”, a word it does not document.</Trans>;
  return <Trans>DLI says “{raw}”. It gives no progress figure.</Trans>;
}
