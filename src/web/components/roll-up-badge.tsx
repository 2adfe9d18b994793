import { Trans, useLingui } from '@lingui/react/macro';
import { IconMinus } from '@tabler/icons-react';
import type { RollUp } from '../../contract/common.ts';
import { Badge } from './badge.tsx';
import { STATUS_LOOK } from './status-badge.tsx';

/** One badge for all members: any failed, else any uploading, else any unknown, else ready. */
export function RollUpBadge({ rollUp, hasHint = true }: { rollUp: RollUp; hasHint?: boolean }) {
  const { i18n } = useLingui();
  const { state } = rollUp;
  const [total, failed, uploading] = [rollUp.total, rollUp.failed, rollUp.uploading].map((count) => i18n.number(count));
  if (state === 'empty') {
    return (
      <Badge tone="grey" icon={<IconMinus size={14} stroke={2.4} />}>
        <Trans>Empty</Trans>
      </Badge>
    );
  }
  const words = {
    failed: (
      <Trans>
        {failed} of {total} failed
      </Trans>
    ),
    uploading: (
      <Trans>
        Uploading {uploading} of {total}
      </Trans>
    ),
    unknown: <Trans>Unknown</Trans>,
    ready: <Trans>Ready</Trans>,
  };
  const { tone, icon } = STATUS_LOOK[state];
  return (
    <Badge
      tone={tone}
      icon={icon}
      hint={hasHint && <RollUpHint rollUp={rollUp} />}
      isHintFocusable={state === 'failed' || state === 'unknown'}
    >
      {words[state]}
    </Badge>
  );
}

function RollUpHint({ rollUp }: { rollUp: RollUp }) {
  const { i18n } = useLingui();
  const [ready, uploading, failed, unknown] = [rollUp.ready, rollUp.uploading, rollUp.failed, rollUp.unknown].map((count) =>
    i18n.number(count),
  );
  return (
    <Trans>
      {ready} Ready · {uploading} Uploading · {failed} Failed · {unknown} Unknown
    </Trans>
  );
}
