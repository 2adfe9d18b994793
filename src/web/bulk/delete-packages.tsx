import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useStartDelete } from '../api/operations.ts';
import { Name } from '../components/name.tsx';
import { isolated } from '../lib/isolated.ts';
import type { PackageTarget } from './bulk.tsx';
import type { BulkPart } from './bulk-dialog.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { DeleteGroups } from './delete-groups.tsx';
import { DeleteWarning } from './delete-warning.tsx';
import { GoneNote, NamesList } from './names-list.tsx';
import { ReadingFirst } from './reading-first.tsx';
import { useListed } from './use-listed.ts';
import { useStart } from './use-start.ts';

interface DeletePackagesProps extends BulkPart {
  packages: readonly PackageTarget[];
}

/** All packages of a group are the group: then its name is asked for. */
export function DeletePackages({ packages, ...part }: DeletePackagesProps) {
  const { query, found, total } = useListed(part.projectId, packages);
  const group = packages[0]?.group ?? null;
  if (!found || found.length === 0) {
    const title = <Plural value={packages.length} one="Delete # package?" other="Delete # packages?" />;
    return <ReadingFirst {...part} title={title} query={query} isGone={found !== undefined} />;
  }
  if (group !== null && found.length > 1 && found.length === total) return <DeleteGroups {...part} groups={[group]} />;
  return <ConfirmPackages {...part} packages={found} goneCount={packages.length - found.length} />;
}

/** One package: a plain question. Several: their names and their number. */
function ConfirmPackages({ packages, goneCount, ...part }: DeletePackagesProps & { goneCount: number }) {
  const { t } = useLingui();
  const start = useStart(useStartDelete(part.projectId), part.onStarted);
  const count = packages.length;
  const only = count === 1 ? packages[0] : undefined;
  return (
    <ConfirmForm
      {...part}
      title={
        only ? <Trans>Delete {isolated(only.name)}?</Trans> : <Plural value={count} one="Delete # package?" other="Delete # packages?" />
      }
      action={<Plural value={count} one="Delete # package" other="Delete # packages" />}
      failed={<Plural value={count} one="# package was not deleted." other="# packages were not deleted." />}
      start={start}
      onConfirm={() => start.send({ packages: packages.map(({ group, name }) => ({ group, name })), wholeGroups: [] })}
    >
      <GoneNote count={goneCount} />
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
        <NamesList label={t`Packages to delete`} items={packages} />
      )}
      <DeleteWarning />
    </ConfirmForm>
  );
}
