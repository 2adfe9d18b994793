import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { EntryType, RecordedEvent } from '../../../contract/activity.ts';
import { OPERATION_ITEM_STATES } from '../../../contract/operations.ts';
import { STATUSES } from '../../../domain/status.ts';
import { Badge } from '../../components/badge.tsx';
import { Name } from '../../components/name.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useNow } from '../../lib/clock.ts';
import { eventWord } from '../../lib/entry-messages.ts';
import { reasonIn } from '../../lib/failure-words.ts';
import { operationItemWord } from '../../lib/operation-messages.ts';
import { useTimeZone } from '../../lib/preferences.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';
import { statusWord } from '../../lib/words.ts';
import classes from './entry.module.css';
import { Part } from './part.tsx';
import { useFirst } from './use-first.tsx';

/** Step by step, oldest first, as it was recorded. */
export function EventList({ events, type }: { events: readonly RecordedEvent[]; type: EntryType }) {
  const [shown, more] = useFirst(events);
  return (
    <Part heading={<Trans>Step by step</Trans>}>
      <ol className={classes.events}>
        {shown.map((event) => (
          <li key={event.seq}>
            <When at={event.at} />
            <span className={classes.grows}>
              {eventWord(event.type)}
              {event.name !== null && (
                <>
                  {' '}
                  <Name>{event.name}</Name>
                </>
              )}{' '}
              <Said event={event} entryType={type} />
            </span>
          </li>
        ))}
      </ol>
      {more}
    </Part>
  );
}

function When({ at }: { at: number }) {
  const { t, i18n } = useLingui();
  const zone = useTimeZone();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={relativeTime(at, now, zone, i18n.locale) ?? t`just now`} className={classes.time}>
      {exactTime(at, zone, i18n.locale)}
    </time>
  );
}

/** The one fact of an event that is worth a glance; the others stand in the parts above. */
function Said({ event: { type, data }, entryType }: { event: RecordedEvent; entryType: EntryType }): ReactNode {
  if (type === 'status') {
    const status = STATUSES.find((word) => word === data['status']);
    if (status !== 'uploading') return status && <StatusBadge status={status} raw={null} hasHint={false} />;
    // It was so then; nothing turns now.
    return (
      <Badge tone="blue" icon={<IconUpload size={14} stroke={2.4} />}>
        {statusWord(status)}
      </Badge>
    );
  }
  if (type === 'explained') {
    const reason = reasonIn(data);
    return <span className={classes.soft}>{reason ?? <Trans>nothing was found that explains the failure</Trans>}</span>;
  }
  if (type === 'closed') {
    const { gone } = data;
    return (
      Array.isArray(gone) && (
        <span className={classes.soft}>
          <Plural
            value={gone.length}
            one="# package was gone before its upload was seen to end"
            other="# packages were gone before their upload was seen to end"
          />
        </span>
      )
    );
  }
  if (type === 'item') {
    const state = OPERATION_ITEM_STATES.find((word) => word === data['state']);
    const kind = entryType === 'changeOwner' ? entryType : 'delete';
    return state && operationItemWord(kind, { state, wasGone: data['wasGone'] === true });
  }
  const { httpStatus } = data;
  return typeof httpStatus === 'number' && <span className={classes.soft}>HTTP {httpStatus}</span>;
}
