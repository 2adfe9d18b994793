import { Trans } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ApiError } from '../../api/client.ts';
import { groupQuery } from '../../api/groups.ts';
import { isPolled } from '../../api/poll.ts';
import { Name } from '../../components/name.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { Screen } from '../../components/screen.tsx';
import { viewOf } from '../../lib/search-params.ts';
import { GroupMenu } from '../../packages/group-menu.tsx';
import { GroupsCrumb } from '../../packages/groups-crumb.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { OutsideChangesSection } from '../../packages/outside-changes-section.tsx';
import { PackageList } from '../../packages/package-list.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { useReading } from '../../packages/use-reading.tsx';
import { GroupDetails } from './group-details.tsx';
import { GroupFacts } from './group-facts.tsx';
import { GroupNotFound } from './group-not-found.tsx';
import { GroupTabs } from './group-tabs.tsx';
import { NoPackages } from './no-packages.tsx';

/** Fetched by who opens their tabs. */
const History = lazy(async () => ({ default: (await import('./history.tsx')).History }));
const UseGroup = lazy(async () => ({ default: (await import('./use-group.tsx')).UseGroup }));

const route = getRouteApi('/p/$projectId/group');

export function GroupScreen() {
  const { projectId } = route.useParams();
  const { name, tab, ...address } = route.useSearch();
  const reading = useReading(
    (how) => groupQuery(projectId, name, viewOf(address), how),
    <Trans>The package group {name} could not be read.</Trans>,
  );
  const { data: view, error } = reading;
  const group = view?.group;
  const isAuto = isPolled(view, reading.asOf);
  useAnnouncedChanges(group ? [group] : undefined);

  if (error instanceof ApiError && error.status === 404) return <GroupNotFound projectId={projectId} name={name} />;
  return (
    <Screen
      title={name}
      heading={<Name>{name}</Name>}
      crumbs={<GroupsCrumb projectId={projectId} />}
      aside={group && <RollUpBadge rollUp={group.rollUp} />}
      facts={group ? <GroupFacts group={group} /> : '\u00a0'}
      actions={
        <>
          <NewSubmissionButton projectId={projectId} group={name} />
          {group && <GroupMenu name={name} />}
        </>
      }
    >
      <GroupTabs projectId={projectId} name={name} />
      <Suspense fallback={null}>
        {tab === 'history' && <History projectId={projectId} group={name} changedAt={group?.origin?.changedAt ?? null} />}
        {tab === 'use' && <UseGroup projectId={projectId} name={name} />}
      </Suspense>
      {tab === undefined && (
        <>
          <PackageList
            projectId={projectId}
            group={name}
            address={address}
            reading={reading}
            isAuto={isAuto}
            isListed={group !== null}
            emptyState={(by, onClear) => (
              <NoPackages projectId={projectId} filteredBy={by} isListed={group !== null} isFollowed={isAuto} onClear={onClear} />
            )}
          />
          {group && <OutsideChangesSection projectId={projectId} group={name} origin={group.origin} />}
          {group && <GroupDetails group={group} />}
        </>
      )}
    </Screen>
  );
}
