import { useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useAnnounce } from './live-region.tsx';

interface CopyButtonProps {
  text: string;
  /** What is copied, for the button's name: "name", "request id". */
  what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const clipboard = useClipboard({ timeout: 1_500 });
  const label = t`Copy ${what}`;
  const copy = () => {
    clipboard.copy(text);
    announce(t`Copied.`);
  };
  return (
    <ActionIcon aria-label={label} title={label} size="sm" onClick={copy}>
      {clipboard.copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
    </ActionIcon>
  );
}
