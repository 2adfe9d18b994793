import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Package } from '../../contract/groups.ts';
import { groupQuery, projectKey, ungroupedQuery } from '../api/groups.ts';
import { Evidence } from '../components/error-panel.tsx';
import { useAnnounce } from '../components/live-region.tsx';
import { Name } from '../components/name.tsx';
import { useNow } from '../lib/clock.ts';
import { explainFailure } from '../lib/failure-messages.ts';
import { evidenceText, packageEvidence } from '../lib/package-evidence.ts';
import { duration } from '../lib/time.ts';
import classes from './package-trouble.module.css';

interface PackageTroubleProps {
  item: Package;
  /** The link that submits it again. */
  again: ReactNode;
}

/** A package that failed, or whose upload takes longer than usual: why, what to do, and the evidence. */
export function PackageTrouble({ item, again }: PackageTroubleProps) {
  if (item.status === 'failed') return <Failed item={item} again={again} />;
  return item.upload ? <Slow item={item} upload={item.upload} again={again} /> : null;
}

function Failed({ item, again }: PackageTroubleProps) {
  const { t } = useLingui();
  const { failure } = item;
  const told = failure && explainFailure(failure);
  return (
    <section className={classes.panel} data-tone="red" aria-label={t`Why it failed`}>
      <p className={classes.what}>
        <Trans>
          DLI could not make <Name>{item.name}</Name> ready.
        </Trans>
      </p>
      {failure && told ? (
        <>
          <p>
            <Certainty certainty={failure.certainty} /> {told.why}
          </p>
          <p>{told.remedy}</p>
        </>
      ) : (
        <p>
          <Trans>DLI gave no reason. The object is being looked at, if the package was submitted from here.</Trans>
        </p>
      )}
      <Actions item={item} again={again} />
    </section>
  );
}

function Certainty({ certainty }: Pick<NonNullable<Package['failure']>, 'certainty'>) {
  return (
    <strong>
      {certainty === 'known' && <Trans>Known:</Trans>}
      {certainty === 'likely' && <Trans>Likely:</Trans>}
      {certainty === 'none' && <Trans>No reason known:</Trans>}
    </strong>
  );
}

function Slow({ item, upload, again }: PackageTroubleProps & { upload: NonNullable<Package['upload']> }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const check = useCheckGroup(item.group);
  if (now <= upload.since + upload.usualMs) return null;
  const [age, usual] = [now - upload.since, upload.usualMs].map((ms) => duration(ms, i18n.locale));
  const measured = i18n.number(upload.measured);
  return (
    <section className={classes.panel} data-tone="amber" aria-label={t`Taking longer than usual`}>
      <p className={classes.what}>
        <Trans>
          <Name>{item.name}</Name> has been uploading for {age}, longer than usual.
        </Trans>
      </p>
      <p>
        {upload.measured > 0 ? (
          <Trans>
            Of the latest {measured} packages measured in this project, 95 of 100 were ready within {usual}.
          </Trans>
        ) : (
          <Trans>Too few uploads were measured in this project to say what is usual: {usual} are taken for it.</Trans>
        )}{' '}
        <Trans>DLI gives no progress and no reason. It may still end well.</Trans>
      </p>
      <p>
        <Trans>Wait and check now and then. To begin anew, submit this file again: DLI keeps one package of a name.</Trans>
      </p>
      <Actions item={item} again={again}>
        <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          <Trans>Check now</Trans>
        </Button>
      </Actions>
    </section>
  );
}

function Actions({ item, again, children }: PackageTroubleProps & { children?: ReactNode }) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const clipboard = useClipboard({ timeout: 1_500 });
  const lines = packageEvidence(item);
  const copy = () => {
    clipboard.copy(evidenceText(lines));
    announce(t`Copied.`);
  };
  return (
    <>
      <div className={classes.actions}>
        {children}
        {again}
        <Button size="xs" variant="default" onClick={copy}>
          {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy evidence</Trans>}
        </Button>
      </div>
      <Evidence lines={lines} />
    </>
  );
}

/** Reads DLI past every cache; whatever lists the package then takes what was read. */
function useCheckGroup(group: string | null) {
  const queryClient = useQueryClient();
  const { projectId = '' } = useParams({ strict: false });
  return useMutation({
    mutationFn: async () => {
      const fresh = { fresh: true };
      if (group === null) await queryClient.fetchQuery({ ...ungroupedQuery(projectId, {}, fresh), staleTime: 0 });
      else await queryClient.fetchQuery({ ...groupQuery(projectId, group, {}, fresh), staleTime: 0 });
    },
    // What failed is told by the list's own read.
    onSettled: () => queryClient.invalidateQueries({ queryKey: projectKey(projectId) }),
  });
}
