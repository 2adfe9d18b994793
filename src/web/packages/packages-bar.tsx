import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { GroupView } from '../../contract/groups.ts';
import { type PackagesSearch, readPackageNames } from '../api/groups.ts';
import { type Selection, useBulk } from '../bulk/bulk.tsx';
import { SelectMatching } from '../bulk/select-matching.tsx';
import { SelectionBar } from '../bulk/selection-bar.tsx';

interface PackagesBarProps {
  projectId: string;
  /** Null for the ungrouped packages. */
  group: string | null;
  /** What is on screen, and what it was asked for with. */
  page: GroupView['packages'] | undefined;
  search: PackagesSearch;
  selection: Selection;
}

export function PackagesBar({ projectId, group, page, search, selection }: PackagesBarProps) {
  const ask = useBulk();
  const names = [...selection.selected];
  const askDelete = () => ask({ kind: 'deletePackages', packages: names.map((name) => ({ group, name })) });
  const { text, kind, status, owner, tag } = search;
  const more = page && (
    <SelectMatching
      key={JSON.stringify([text, kind, status, owner, tag])}
      page={page}
      readNames={() => readPackageNames(projectId, group, search)}
      selection={selection}
    />
  );
  return (
    <SelectionBar selection={selection} more={more}>
      <Button size="xs" variant="default" onClick={askDelete}>
        <Plural value={names.length} one="Delete # package" other="Delete # packages" />
      </Button>
      <Button size="xs" variant="default" onClick={() => ask({ kind: 'changeOwner', targets: names.map((name) => ({ group, name })) })}>
        <Trans>Change owner</Trans>
      </Button>
    </SelectionBar>
  );
}
