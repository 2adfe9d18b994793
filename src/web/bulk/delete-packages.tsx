import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useStartDelete } from '../api/operations.ts';
import { Name } from '../components/name.tsx';
import type { PackageTarget } from './bulk.tsx';
import classes from './bulk-dialog.module.css';
import type { BulkPart } from './bulk-dialog.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { DeleteWarning } from './delete-warning.tsx';
import { useStart } from './use-start.ts';

/** One package: a plain question. Several: their names and their number. */
export function DeletePackages({ packages, ...part }: BulkPart & { packages: readonly PackageTarget[] }) {
  const { t } = useLingui();
  const start = useStart(useStartDelete(part.projectId), part.onStarted);
  const count = packages.length;
  const only = count === 1 ? packages[0] : undefined;
  return (
    <ConfirmForm
      {...part}
      title={only ? <Trans>Delete {only.name}?</Trans> : <Plural value={count} one="Delete # package?" other="Delete # packages?" />}
      action={<Plural value={count} one="Delete # package" other="Delete # packages" />}
      failed={<Plural value={count} one="# package was not deleted." other="# packages were not deleted." />}
      start={start}
      onConfirm={() => start.send({ packages: packages.map(({ group, name }) => ({ group, name })), wholeGroups: [] })}
    >
      {only ? (
        <p>
          {only.group === null ? (
            <Trans>
              The ungrouped package <Name>{only.name}</Name> is deleted from DLI.
            </Trans>
          ) : (
            <Trans>
              The package <Name>{only.name}</Name> is deleted from group <Name>{only.group}</Name>, and so from DLI.
            </Trans>
          )}
        </p>
      ) : (
        // A list that scrolls is a stop for the Tab key, so that the arrow keys reach its end.
        <ul className={classes.names} tabIndex={0} aria-label={t`Packages to delete`}>
          {packages.map(({ group, name }) => (
            <li key={`${group}/${name}`}>
              <Name>{name}</Name>
            </li>
          ))}
        </ul>
      )}
      <DeleteWarning />
    </ConfirmForm>
  );
}
