import { Plural, Trans } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import type { EntrySummary } from '../../contract/activity.ts';
import { Name } from '../components/name.tsx';

/** Which group an entry is about; where that is several, how many. */
export function GroupLink({ entry: { group, groupCount } }: { entry: Pick<EntrySummary, 'group' | 'groupCount'> }) {
  const { projectId = '' } = useParams({ strict: false });
  if (groupCount > 1) return <Plural value={groupCount} one="# group" other="# groups" />;
  if (group === null) {
    return (
      <Link to="/p/$projectId/ungrouped" params={{ projectId }}>
        <Trans>Ungrouped</Trans>
      </Link>
    );
  }
  return (
    <Link to="/p/$projectId/group" params={{ projectId }} search={{ name: group }}>
      <Name>{group}</Name>
    </Link>
  );
}
