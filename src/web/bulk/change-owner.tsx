import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { OperationTarget } from '../../contract/operations.ts';
import { checkOwnerName, OWNER_NAME_MAX, OWNER_NAME_MIN } from '../../domain/names.ts';
import { useStartOwnerChange } from '../api/operations.ts';
import { Counter } from '../components/counter.tsx';
import { isOutsideCharset } from '../lib/item-failures.ts';
import { ownerIssueMessage } from '../lib/owner-messages.ts';
import classes from './bulk-dialog.module.css';
import type { BulkPart } from './bulk-dialog.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { GoneNote, NamesList } from './names-list.tsx';
import { ReadingFirst } from './reading-first.tsx';
import { useListed } from './use-listed.ts';
import { useStart } from './use-start.ts';

interface ChangeOwnerProps extends BulkPart {
  targets: readonly OperationTarget[];
}

/** Groups or packages, never both: they come from one list. */
export function ChangeOwner({ targets, ...part }: ChangeOwnerProps) {
  const { query, found } = useListed(part.projectId, targets);
  if (!found || found.length === 0) {
    return <ReadingFirst {...part} title={<Title targets={targets} />} query={query} isGone={found !== undefined} />;
  }
  return <ConfirmChange {...part} targets={found} goneCount={targets.length - found.length} />;
}

function Title({ targets }: Pick<ChangeOwnerProps, 'targets'>) {
  return targets[0]?.name === null ? (
    <Plural value={targets.length} one="Change the owner of # package group" other="Change the owner of # package groups" />
  ) : (
    <Plural value={targets.length} one="Change the owner of # package" other="Change the owner of # packages" />
  );
}

function ConfirmChange({ targets, goneCount, ...part }: ChangeOwnerProps & { goneCount: number }) {
  const { t } = useLingui();
  const [newOwner, setNewOwner] = useState('');
  const start = useStart(useStartOwnerChange(part.projectId), part.onStarted);
  const count = targets.length;
  const areGroups = targets[0]?.name === null;
  const [issue] = checkOwnerName(newOwner);
  const odd = targets.filter(isOutsideCharset).length;
  return (
    <ConfirmForm
      {...part}
      title={<Title targets={targets} />}
      action={
        areGroups ? (
          <Plural value={count} one="Change owner of # group" other="Change owner of # groups" />
        ) : (
          <Plural value={count} one="Change owner of # package" other="Change owner of # packages" />
        )
      }
      failed={<Trans>No owner was changed.</Trans>}
      start={start}
      canConfirm={!issue}
      isDanger={false}
      onConfirm={() => start.send({ newOwner, targets: targets.map(({ group, name }) => ({ group, name })) })}
    >
      <GoneNote count={goneCount} />
      <NamesList label={t`Whose owner changes`} items={targets.map(({ group, name }) => ({ name: name ?? group ?? '' }))} />
      {odd > 0 && (
        <p className={classes.changed}>
          <Plural
            value={odd}
            one="# of these names is outside the characters DLI documents for this call. DLI may refuse it."
            other="# of these names are outside the characters DLI documents for this call. DLI may refuse them."
          />
        </p>
      )}
      <TextInput
        label={t`New owner`}
        description={t`The name of an IAM user: ${OWNER_NAME_MIN} to ${OWNER_NAME_MAX} letters, digits, hyphens and underscores, not beginning with a digit.`}
        value={newOwner}
        onChange={(event) => setNewOwner(event.currentTarget.value)}
        error={newOwner !== '' && issue ? ownerIssueMessage(issue) : undefined}
        rightSection={<Counter text={newOwner} max={OWNER_NAME_MAX} />}
        rightSectionWidth={76}
        rightSectionPointerEvents="none"
        autoComplete="off"
        spellCheck={false}
      />
    </ConfirmForm>
  );
}
