import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useState } from 'react';
import type { ConnectionCheck } from '../../../contract/connection.ts';
import { parseObsPath } from '../../../domain/obs-path.ts';
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
  const [object, setObject] = useState<string | null>(null);
  const { data: check, error, isFetching, refetch } = useQuery(connectionQuery(projectId, object));
  const project = session?.projects.find(({ id }) => id === projectId);
  const place = project && project.name !== project.region ? `${project.name} · ${project.region}` : (project?.region ?? projectId);
  /** Another object is another check; the same one is checked again. */
  const checkAgain = (meant: string | null) => (meant === object ? void refetch() : setObject(meant));
  useShortcut('refresh', isFetching ? undefined : () => void refetch());
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
      actions={check?.isDone && <CopyAsText head={`Groupage ${session?.version ?? ''} · ${projectId} · ${place}`} check={check} />}
    >
      <CheckForm isChecking={isFetching} onCheck={checkAgain} />
      {error && !isFetching && <ErrorPanel what={<Trans>The connection could not be checked.</Trans>} error={error} />}
      {check && <ConnectionSteps steps={check.steps} isDimmed={isFetching && check.isDone} />}
      {isFetching && !check?.isDone && (
        <p className={classes.checking}>
          <Spinner size={18} />
          <Trans>Checking. This takes some seconds where something does not answer.</Trans>
        </p>
      )}
    </Screen>
  );
}

interface CheckFormProps {
  isChecking: boolean;
  /** Null: whichever object is found first. */
  onCheck: (object: string | null) => void;
}

function CheckForm({ isChecking, onCheck }: CheckFormProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const object = typed.trim();
    const isFine = object === '' || parseObsPath(object).ok;
    setWrong(!isFine);
    if (isFine && !isChecking) onCheck(object === '' ? null : object);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t`Object to look at`}
        description={t`Optional. Left empty, the first object found is looked at.`}
        placeholder="obs://bucket/key"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
        error={isWrong && t`Write one object, as obs://bucket/key.`}
        maxLength={2048}
        autoComplete="off"
        spellCheck={false}
        className={classes.object ?? ''}
      />
      <Button type="submit" loading={isChecking} leftSection={<IconRefresh size={16} aria-hidden="true" />}>
        <Trans>Check again</Trans>
      </Button>
    </form>
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
