import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { ENTRY_OUTCOMES, ENTRY_TYPES } from '../../../contract/activity.ts';
import { type ActivityFilter, activityQuery } from '../../api/activity.ts';
import { isPolled } from '../../api/poll.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Screen } from '../../components/screen.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import { dayStart } from '../../lib/days.ts';
import { explainReading } from '../../lib/entry-messages.ts';
import { type TimeZoneChoice, useTimeZone } from '../../lib/preferences.ts';
import type { ActivityAddress } from '../../lib/search-params.ts';
import { useReading } from '../../packages/use-reading.tsx';
import { ACTIVITY_COLUMNS } from './activity-columns.tsx';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityPager } from './activity-pager.tsx';
import { NoActivity } from './no-activity.tsx';

const route = getRouteApi('/p/$projectId/activity');

/** Who submitted, deleted or gave away what, and what came of it. */
export function ActivityScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const filter = filterOf(address, useTimeZone());
  const { cursor, newerThan } = address;
  const place = { ...(cursor !== undefined && { cursor }), ...(newerThan !== undefined && { newerThan }) };
  const reading = useReading(
    (how) => activityQuery(projectId, { ...filter, ...place }, how),
    <Trans>The activity of project {projectId} could not be read.</Trans>,
    explainReading,
  );
  const page = reading.data;
  const isFiltered = Object.keys(filter).length > 0;
  const go = (search: ActivityAddress, isPaging: boolean) => void navigate({ search, resetScroll: isPaging });
  const change = (patch: Partial<ActivityAddress>) => go({ ...address, cursor: undefined, newerThan: undefined, ...patch }, false);
  const clear = () => go({}, false);

  return (
    <Screen
      title={t`Activity`}
      heading={<Trans>Activity</Trans>}
      facts={<Trans>What was submitted, deleted or given away through this console, newest first.</Trans>}
    >
      <Toolbar
        end={
          <>
            {reading.refreshBar({ isAuto: isPolled(page, reading.asOf) })}
            {reading.isShown && (
              <ExportMenu
                projectId={projectId}
                list={{ kind: 'activity', filter }}
                matching={page?.items.length === 0 ? 0 : undefined}
                isRead={page !== undefined}
              />
            )}
          </>
        }
      >
        <ActivityFilters
          projectId={projectId}
          address={address}
          isFiltered={isFiltered}
          actors={page?.actors ?? []}
          onChange={change}
          onClear={clear}
        />
      </Toolbar>
      {reading.failure}
      {reading.isShown && (
        <DataTable
          label={t`Activity`}
          columns={ACTIVITY_COLUMNS}
          rows={page?.items}
          getRowId={(entry) => entry.id}
          sort="time"
          order="desc"
          onSort={() => {}}
          isDimmed={reading.isDimmed}
          emptyState={
            <NoActivity projectId={projectId} why={isFiltered ? 'filtered' : page?.previous ? 'past' : 'unused'} onClear={clear} />
          }
        />
      )}
      {page && (
        <ActivityPager
          isFirst={page.previous === null}
          isLast={page.next === null}
          onNewer={() => go({ ...address, cursor: undefined, newerThan: page.previous ?? undefined }, true)}
          onOlder={() => go({ ...address, cursor: page.next ?? undefined, newerThan: undefined }, true)}
        />
      )}
    </Screen>
  );
}

/** As the server asks for it; what it does not know is left out. */
function filterOf({ group, ungrouped, actor, outcome, type, from, until }: ActivityAddress, zone: TimeZoneChoice): ActivityFilter {
  const wanted: ActivityFilter = {
    group,
    ungrouped: group === undefined ? ungrouped : undefined,
    actor: actor?.slice(0, 256),
    outcome: ENTRY_OUTCOMES.find((one) => one === outcome),
    type: ENTRY_TYPES.find((one) => one === type),
    from: dayStart(from, zone),
    until: dayStart(until, zone, 1),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
