import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import type { Package } from '../../contract/groups.ts';
import { latestChangeQuery } from '../api/changes.ts';
import { useDetachPath } from '../api/origins.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Fact, Facts } from '../components/facts.tsx';
import { useAnnounce } from '../components/live-region.tsx';
import { Name } from '../components/name.tsx';
import { ExactTime } from '../components/time-cell.tsx';
import { ChangeSentence } from './change-sentence.tsx';
import classes from './package-origin.module.css';
import { SizeCell } from './path-cell.tsx';

const AttachForm = lazy(async () => ({ default: (await import('./attach-form.tsx')).AttachForm }));

interface PackageOriginProps {
  projectId: string;
  item: Package;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
}

/** Where the package came from, as far as this console knows, and the form for what a user knows. */
export function PackageOrigin({ projectId, item, isEditing, onEdit }: PackageOriginProps) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const { group, name, origin } = item;
  const isAsked = useLocation({ select: ({ state }) => state.isAttaching === true });
  const wasAsked = useRef(false);
  const attachButton = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (isAsked && !wasAsked.current) onEdit(true);
    wasAsked.current = isAsked;
    if (wasEditing.current && !isEditing) attachButton.current?.focus();
    wasEditing.current = isEditing;
  }, [isAsked, isEditing, onEdit]);
  const detach = useDetachPath(projectId);
  const { data: change } = useQuery(latestChangeQuery(projectId, item, [item.updatedAt, item.underlyingName, item.owner].join()));
  const by = origin?.by;
  const isAttached = origin?.how === 'attached';
  const isOpen = origin === null || isAttached || origin?.isChangedSince === true;

  return (
    <section className={classes.section} aria-labelledby="origin-heading">
      <h3 id="origin-heading">
        <Trans>Where it came from</Trans>
      </h3>
      <p className={classes.note}>
        <OriginNote origin={origin} />
      </p>
      {origin && (
        <Facts>
          <Fact label={t`OBS path`}>
            <span className={classes.copied}>
              <Name>{origin.obsUri}</Name>
              <CopyButton text={origin.obsUri} what={t`OBS path`} />
            </span>
          </Fact>
          <Fact label={t`Size`}>
            <SizeCell origin={origin} />
          </Fact>
          <Fact label={isAttached ? t`Attached` : t`Submitted`}>
            <Trans>
              <ExactTime at={origin.at} /> by {by}
            </Trans>
          </Fact>
          {origin.note !== null && <Fact label={t`Note`}>{origin.note}</Fact>}
        </Facts>
      )}
      {change && (
        <p className={classes.change}>
          <ChangeSentence change={change} />
        </p>
      )}
      {isEditing && isOpen ? (
        <Suspense fallback={null}>
          <AttachForm
            projectId={projectId}
            address={{ group, name }}
            origin={isAttached ? origin : null}
            onCancel={() => onEdit(false)}
            onSaved={() => {
              announce(t`The path is attached.`);
              onEdit(false);
            }}
          />
        </Suspense>
      ) : (
        isOpen && (
          <div className={classes.actions}>
            <Button ref={attachButton} size="xs" variant="default" onClick={() => onEdit(true)}>
              {isAttached ? <Trans>Replace the path…</Trans> : <Trans>Attach a path…</Trans>}
            </Button>
            {isAttached && (
              <Button
                size="xs"
                variant="default"
                loading={detach.isPending}
                onClick={() => detach.mutate({ group, name }, { onSuccess: () => announce(t`The path was taken off.`) })}
              >
                <Trans>Take the path off</Trans>
              </Button>
            )}
          </div>
        )
      )}
      {detach.error && !detach.isPending && <ErrorPanel what={<Trans>The path of {name} was not taken off.</Trans>} error={detach.error} />}
    </section>
  );
}

function OriginNote({ origin }: Pick<Package, 'origin'>) {
  if (origin === undefined) return <Trans>This cannot be told now: an upload is under way, or the record does not answer.</Trans>;
  if (origin === null) return <Trans>Not submitted from this console, and DLI does not tell where a package came from.</Trans>;
  if (origin.isChangedSince) return <Trans>Changed since, not from here: what DLI lists now is another upload than this one.</Trans>;
  if (origin.how === 'attached') return <Trans>Attached by {origin.by}, on their word: not checked by DLI.</Trans>;
  return <Trans>As it was submitted from this console.</Trans>;
}
