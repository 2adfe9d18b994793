import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi, Link } from '@tanstack/react-router';
import { GroupLink } from '../../activity/group-link.tsx';
import { OutcomeBadge } from '../../activity/outcome-badge.tsx';
import { entryQuery } from '../../api/activity.ts';
import { ApiError } from '../../api/client.ts';
import { isPolled } from '../../api/poll.ts';
import { GoneDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Screen } from '../../components/screen.tsx';
import { ExactTime } from '../../components/time-cell.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { entryTypeWord, explainReading } from '../../lib/entry-messages.ts';
import { useReading } from '../../packages/use-reading.tsx';
import { AgainButtons } from './again-buttons.tsx';
import { AttachmentParts } from './attachment-parts.tsx';
import { EventList } from './event-list.tsx';
import { OperationParts } from './operation-parts.tsx';
import { SubmissionParts } from './submission-parts.tsx';

const route = getRouteApi('/p/$projectId/activity/$id');

/** One entry of the record, whole. */
export function EntryScreen() {
  const { t } = useLingui();
  const { projectId, id } = route.useParams();
  const reading = useReading((how) => entryQuery(projectId, id, how), <Trans>The entry could not be read.</Trans>, explainReading);
  const { data: view, error } = reading;
  const crumbs = (
    <Link to="/p/$projectId/activity" params={{ projectId }}>
      <Trans>Activity</Trans>
    </Link>
  );
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Screen title={t`Not found`} heading={<Trans>Not found</Trans>} crumbs={crumbs}>
        <EmptyState drawing={<GoneDrawing />} action={crumbs}>
          <Trans>The record has no entry under this address.</Trans>
        </EmptyState>
      </Screen>
    );
  }
  const entry = view?.entry;
  const title = entry ? entryTypeWord(entry.type) : t`Entry`;
  return (
    <Screen
      title={title}
      heading={title}
      crumbs={crumbs}
      aside={entry && <OutcomeBadge entry={entry} />}
      facts={
        entry ? (
          <>
            <ExactTime at={entry.createdAt} />
            <span>
              <Trans>by {entry.actor}</Trans>
            </span>
            <span>
              <Plural value={entry.itemCount} one="# package" other="# packages" />
            </span>
            <span>
              <Trans>
                Group: <GroupLink entry={entry} />
              </Trans>
            </span>
          </>
        ) : (
          '\u00a0'
        )
      }
      actions={entry?.type === 'submission' && <AgainButtons projectId={projectId} entry={entry} />}
    >
      {/* What is over stays as it is: there is nothing to check. */}
      {(view?.isMoving || (view && error)) && <Toolbar end={reading.refreshBar({ isAuto: isPolled(view, reading.asOf) })}>{null}</Toolbar>}
      {reading.failure}
      {view && entry?.type === 'submission' && <SubmissionParts projectId={projectId} entry={entry} events={view.events} />}
      {(entry?.type === 'delete' || entry?.type === 'changeOwner') && <OperationParts projectId={projectId} entry={entry} />}
      {(entry?.type === 'attach' || entry?.type === 'detach') && <AttachmentParts projectId={projectId} entry={entry} />}
      {view && <EventList events={view.events} type={view.entry.type} />}
    </Screen>
  );
}
