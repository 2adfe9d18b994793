import { Trans } from '@lingui/react/macro';
import type { EntrySummary } from '../../contract/activity.ts';
import { Name } from '../components/name.tsx';

/** "Submit etl.jar, udf.jar and 3 more": what was asked for, whatever came of it. */
export function EntryWhat({ entry: { type, names, itemCount, newOwner } }: { entry: EntrySummary }) {
  const listed = <NameList names={names} count={itemCount} />;
  if (type === 'submission') return <Trans>Submit {listed}</Trans>;
  if (type === 'delete') return <Trans>Delete {listed}</Trans>;
  if (type === 'attach') return <Trans>Attach a path to {listed}</Trans>;
  if (type === 'detach') return <Trans>Take the path off {listed}</Trans>;
  return (
    <Trans>
      Give {listed} to {newOwner}
    </Trans>
  );
}

interface NameListProps {
  names: readonly string[];
  /** How many there are in all. */
  count?: number;
}

export function NameList({ names, count = names.length }: NameListProps) {
  const rest = count - names.length;
  return (
    <>
      {names.map((name, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- names repeat, as in a delete from several groups
        <span key={`${index} ${name}`}>
          {index > 0 && ', '}
          <Name>{name}</Name>
        </span>
      ))}
      {rest > 0 && <Trans> and {rest} more</Trans>}
    </>
  );
}
