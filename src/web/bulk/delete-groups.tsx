import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/client.ts';
import { groupsToDeleteQuery, useStartDelete } from '../api/operations.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Name } from '../components/name.tsx';
import classes from './bulk-dialog.module.css';
import type { BulkPart } from './bulk-dialog.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { DeleteWarning } from './delete-warning.tsx';
import { useStart } from './use-start.ts';

/** Each is read when the dialog opens, so it stays within what a reader can look through. */
const GROUPS_AT_ONCE = 20;

export function DeleteGroups({ groups, ...part }: BulkPart & { groups: readonly string[] }) {
  const isTooMany = groups.length > GROUPS_AT_ONCE;
  const query = useQuery({ ...groupsToDeleteQuery(part.projectId, groups), enabled: !isTooMany });
  if (query.data && query.data.length > 0) return <ConfirmGroups {...part} found={query.data} onReadAgain={query.refetch} />;
  return (
    <div className={classes.part}>
      <h2 id={part.titleId}>
        <Plural value={groups.length} one="Delete # package group?" other="Delete # package groups?" />
      </h2>
      {isTooMany && (
        <p>
          <Trans>At most {GROUPS_AT_ONCE} groups can be deleted at once, since each is read anew before. Select fewer.</Trans>
        </p>
      )}
      {query.isFetching && !query.error && (
        <p role="status">
          <Trans>Reading what they hold…</Trans>
        </p>
      )}
      {query.error && (
        <ErrorPanel
          what={<Trans>What the groups hold could not be read. Nothing was deleted.</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {query.data?.length === 0 && (
        <p>
          <Trans>DLI does not list them any more. There is nothing left to delete.</Trans>
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={part.onCancel}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </div>
  );
}

type Found = readonly { name: string; token: string; total: number }[];

interface ConfirmGroupsProps extends BulkPart {
  found: Found;
  onReadAgain: () => Promise<unknown>;
}

/** What is typed is the name of the one group, or the number of several. */
function ConfirmGroups({ found, onReadAgain, ...part }: ConfirmGroupsProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [hasChanged, setChanged] = useState(false);
  const start = useStart(useStartDelete(part.projectId), part.onStarted, (error) => {
    if (!isChange(error)) return;
    setTyped('');
    setChanged(true);
    void onReadAgain();
  });
  const count = found.length;
  const packages = found.reduce((sum, { total }) => sum + total, 0);
  const only = count === 1 ? found[0]?.name : undefined;
  const asked = only ?? String(count);
  return (
    <ConfirmForm
      {...part}
      title={
        only === undefined ? (
          <Plural value={count} one="Delete # package group?" other="Delete # package groups?" />
        ) : (
          <Trans>Delete group {only}?</Trans>
        )
      }
      action={<DeleteLabel only={only} count={count} packages={packages} />}
      failed={<Trans>Nothing was deleted.</Trans>}
      start={isChange(start.error) ? { ...start, error: null } : start}
      canConfirm={typed.trim() === asked}
      onConfirm={() => start.send({ packages: [], wholeGroups: found.map(({ name, token }) => ({ name, token })) })}
    >
      {hasChanged && (
        <p className={classes.changed} role="alert">
          <Trans>Something changed since you looked, so nothing was deleted. This is what is there now; confirm it again.</Trans>
        </p>
      )}
      <ul className={classes.names} tabIndex={0} aria-label={t`Groups to delete`}>
        {found.map(({ name, total }) => (
          <li key={name}>
            <Name>{name}</Name>
            <span className={classes.soft}>
              <Plural value={total} one="# package" other="# packages" />
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Trans>
          DLI has no call that deletes a group: its packages are deleted one by one, and the group is gone with the last. A package that
          cannot be deleted keeps its group.
        </Trans>
      </p>
      <DeleteWarning />
      <TextInput
        label={only === undefined ? t`Type the number of groups, ${count}, to confirm` : t`Type the name of the group, ${only}, to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </ConfirmForm>
  );
}

function DeleteLabel({ only, count, packages }: { only: string | undefined; count: number; packages: number }) {
  if (only === undefined) return <Plural value={count} one="Delete # package group" other="Delete # package groups" />;
  return <Plural value={packages} one={`Delete group ${only} with # package`} other={`Delete group ${only} with # packages`} />;
}

function isChange(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'group_changed';
}
