import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ConnectionCheck } from '../../../contract/connection.ts';
import { connectionQuery } from '../../api/connection.ts';
import { sessionQuery } from '../../api/session.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useAnnounce } from '../../components/live-region.tsx';
import { Screen } from '../../components/screen.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { useShortcut } from '../../lib/shortcuts.ts';
import classes from './connection.module.css';
import { asText } from './connection-messages.ts';
import { ConnectionSteps } from './connection-steps.tsx';

const route = getRouteApi('/p/$projectId/connection');

/** Which step of the way to DLI, IAM and OBS fails, and what to do about it. */
export function ConnectionScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const { data: session } = useQuery(sessionQuery());
  const { data: check, error, isFetching, refetch } = useQuery(connectionQuery(projectId));
  const project = session?.projects.find(({ id }) => id === projectId);
  const place = project && project.name !== project.region ? `${project.name} · ${project.region}` : (project?.region ?? projectId);
  const again = () => void refetch();
  useShortcut('refresh', isFetching ? undefined : again);
  useAnnouncedEnd(check, isFetching);

  return (
    <Screen
      title={t`Check connection`}
      heading={<Trans>Check connection</Trans>}
      facts={
        <>
          <span>{session?.mode === 'cloud' ? `${t`Huawei Cloud`} · ${place}` : t`Local cloud`}</span>
          {check && !isFetching && <Verdict check={check} />}
        </>
      }
      actions={
        <>
          {check && <CopyAsText head={`Groupage ${session?.version ?? ''} · ${projectId} · ${place}`} check={check} />}
          <Button onClick={again} loading={isFetching} leftSection={<IconRefresh size={16} aria-hidden="true" />}>
            <Trans>Check again</Trans>
          </Button>
        </>
      }
    >
      {error && !isFetching && <ErrorPanel what={<Trans>The connection could not be checked.</Trans>} error={error} />}
      {!check && isFetching && (
        <p className={classes.checking}>
          <Spinner size={18} />
          <Trans>Checking. This takes some seconds where something does not answer.</Trans>
        </p>
      )}
      {check && <ConnectionSteps steps={check.steps} isDimmed={isFetching} />}
    </Screen>
  );
}

function Verdict({ check: { steps } }: { check: ConnectionCheck }) {
  const failed = steps.filter(({ state }) => state === 'failed').length;
  if (failed === 0) return <Trans>Nothing stands in the way.</Trans>;
  return <Plural value={failed} one="# step failed." other="# steps failed. Begin with the first." />;
}

function CopyAsText({ head, check }: { head: string; check: ConnectionCheck }) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const clipboard = useClipboard({ timeout: 1_500 });
  const copy = () => {
    clipboard.copy(asText(`${head} · ${new Date(check.checkedAt).toISOString()}`, check));
    announce(t`Copied.`);
  };
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Button variant="default" onClick={copy} leftSection={<Icon size={16} aria-hidden="true" />}>
      <Trans>Copy as text</Trans>
    </Button>
  );
}

function useAnnouncedEnd(check: ConnectionCheck | undefined, isFetching: boolean): void {
  const { t } = useLingui();
  const announce = useAnnounce();
  useEffect(() => {
    if (!check || isFetching) return;
    announce(
      check.steps.some(({ state }) => state === 'failed') ? t`Checked: something stands in the way.` : t`Nothing stands in the way.`,
    );
  }, [check, isFetching, announce, t]);
}
