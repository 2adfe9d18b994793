import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { OPERATION_ITEMS_MAX } from '../../contract/operations.ts';
import { ApiError } from '../api/client.ts';
import { foundGroupsQuery, useStartDelete } from '../api/operations.ts';
import { isolated } from '../lib/isolated.ts';
import classes from './bulk-dialog.module.css';
import type { BulkPart } from './bulk-dialog.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { DeleteWarning } from './delete-warning.tsx';
import { GoneNote, NamesList } from './names-list.tsx';
import { ReadingFirst } from './reading-first.tsx';
import { useForget } from './use-listed.ts';
import { useStart } from './use-start.ts';

export function DeleteGroups({ groups, ...part }: BulkPart & { groups: readonly string[] }) {
  const query = useQuery(foundGroupsQuery(part.projectId, groups));
  const found = query.data;
  useForget(
    useMemo(() => groups.map((group) => ({ group, name: null })), [groups]),
    useMemo(() => found?.map(({ name }) => name), [found]),
  );
  if (found && found.length > 0) {
    return <ConfirmGroups {...part} found={found} goneCount={groups.length - found.length} onReadAgain={query.refetch} />;
  }
  const title = <Plural value={groups.length} one="Delete # package group?" other="Delete # package groups?" />;
  return <ReadingFirst {...part} title={title} query={query} isGone={found !== undefined} />;
}

interface ConfirmGroupsProps extends BulkPart {
  found: readonly { name: string; token: string; packages: number }[];
  goneCount: number;
  onReadAgain: () => Promise<unknown>;
}

/** What is typed is the name of the one group, or the number of several. */
function ConfirmGroups({ found, goneCount, onReadAgain, ...part }: ConfirmGroupsProps) {
  const { t, i18n } = useLingui();
  const [typed, setTyped] = useState('');
  const [hasChanged, setChanged] = useState(false);
  const start = useStart(useStartDelete(part.projectId), part.onStarted, (error) => {
    if (!isChange(error)) return;
    setTyped('');
    setChanged(true);
    void onReadAgain();
  });
  const count = found.length;
  const packages = found.reduce((sum, group) => sum + group.packages, 0);
  const isTooMany = packages > OPERATION_ITEMS_MAX;
  const name = count === 1 ? found[0]?.name : undefined;
  const asked = name ?? String(count);
  const only = name === undefined ? undefined : isolated(name);
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
      // A blank at either end may be part of the name.
      canConfirm={[typed, typed.trim()].includes(asked) && !isTooMany}
      onConfirm={() => start.send({ packages: [], wholeGroups: found.map((group) => ({ name: group.name, token: group.token })) })}
    >
      {hasChanged && (
        <p className={classes.changed} role="alert">
          <Trans>Something changed since you looked, so nothing was deleted. This is what is there now; confirm it again.</Trans>
        </p>
      )}
      <GoneNote count={goneCount} />
      <NamesList
        label={t`Groups to delete`}
        items={found.map((group) => ({ name: group.name, fact: <Plural value={group.packages} one="# package" other="# packages" /> }))}
      />
      {isTooMany && (
        <p className={classes.changed} role="alert">
          <Trans>
            Together they hold {i18n.number(packages)} packages, and one operation takes at most {i18n.number(OPERATION_ITEMS_MAX)}. Select
            fewer groups.
          </Trans>
        </p>
      )}
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
