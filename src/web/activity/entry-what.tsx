import { Trans } from '@lingui/react/macro';
import type { EntrySummary } from '../../contract/activity.ts';
import { NameList } from '../components/name-list.tsx';

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
