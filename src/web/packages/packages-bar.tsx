import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type Selection, useBulk } from '../bulk/bulk.tsx';
import { SelectionBar } from '../bulk/selection-bar.tsx';

interface PackagesBarProps {
  /** Null for the ungrouped packages. */
  group: string | null;
  /** How many the group has: with all of them selected, it is the group that would go. */
  total: number | undefined;
  selection: Selection;
}

export function PackagesBar({ group, total, selection }: PackagesBarProps) {
  const ask = useBulk();
  const names = [...selection.selected];
  const isWholeGroup = group !== null && names.length > 1 && names.length === total;
  const askDelete = () =>
    ask(
      isWholeGroup
        ? { kind: 'deleteGroups', groups: [group] }
        : { kind: 'deletePackages', packages: names.map((name) => ({ group, name })) },
    );
  return (
    <SelectionBar selection={selection}>
      <Button size="xs" variant="default" onClick={askDelete}>
        <Plural value={names.length} one="Delete # package" other="Delete # packages" />
      </Button>
      <Button size="xs" variant="default" onClick={() => ask({ kind: 'changeOwner', targets: names.map((name) => ({ group, name })) })}>
        <Trans>Change owner</Trans>
      </Button>
    </SelectionBar>
  );
}
