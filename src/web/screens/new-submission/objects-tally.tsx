import { plural } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCheckAgain } from '../../api/preflight.ts';
import { useAnnounce } from '../../components/live-region.tsx';
import { unreadMessage } from '../../lib/unread-message.ts';
import classes from './paths-section.module.css';
import { readTally, useTally } from './use-tally.ts';

/** Of the rows looked at: how many objects this console could not read, and a way to look at all of them again. */
export function ObjectsTally({ projectId }: { projectId: string }) {
  const announce = useAnnounce();
  const client = useQueryClient();
  const { mutate, isPending } = useCheckAgain(projectId);
  const { total, unread } = useTally(projectId);
  if (total === 0) return null;

  function announceResult() {
    const now = readTally(client, projectId);
    const { total: count } = now;
    announce(now.unread > 0 ? unreadMessage(now.unread, count) : plural(count, { one: '# object read', other: '# objects read' }));
  }
  return (
    <div className={classes.tally}>
      {unread > 0 && <span>{unreadMessage(unread, total)}</span>}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconRefresh size={14} aria-hidden="true" />}
        loading={isPending}
        onClick={() => mutate(undefined, { onSettled: announceResult })}
      >
        <Trans>Check all again</Trans>
      </Button>
    </div>
  );
}
