import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EntryDiff, HistoryEntry as Item } from '../../../contract/activity.ts';
import { EntryWhat } from '../../activity/entry-what.tsx';
import { ItemBadge } from '../../activity/item-badge.tsx';
import { OutcomeBadge } from '../../activity/outcome-badge.tsx';
import { RecordedStatus } from '../../activity/recorded-status.tsx';
import { AndMore } from '../../components/and-more.tsx';
import { Name } from '../../components/name.tsx';
import { NameList } from '../../components/name-list.tsx';
import { Span, TimeCell } from '../../components/time-cell.tsx';
import classes from './history.module.css';

const PACKAGES_SHOWN = 8;

interface HistoryEntryProps {
  projectId: string;
  group: string;
  item: Item;
}

/** One thing that was done: what, by whom, what came of it, and how it differs from the submission before. */
export function HistoryEntry({ projectId, group, item }: HistoryEntryProps) {
  const { entry, packages, packageCount, diff } = item;
  const { type } = entry;
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <Link to="/p/$projectId/activity/$id" params={{ projectId, id: entry.id }} className={classes.what}>
          <EntryWhat entry={entry} />
        </Link>
        <OutcomeBadge entry={entry} />
        <span className={classes.who}>
          <Trans>
            <TimeCell at={entry.createdAt} /> by {entry.actor}
          </Trans>
        </span>
      </div>
      {entry.note !== null && <p className={classes.note}>{entry.note}</p>}
      {entry.observed && <Observed how={entry.observed} />}
      {diff && <Diff projectId={projectId} diff={diff} />}
      <ul className={classes.packages}>
        {packages.slice(0, PACKAGES_SHOWN).map(({ name, status, tookMs, state, wasGone }) => (
          <li key={name ?? ''}>
            <Name>{name ?? group}</Name>
            {status && <RecordedStatus status={status} isOpen={entry.isOpen} />}
            {state && (type === 'delete' || type === 'changeOwner') && <ItemBadge type={type} state={state} wasGone={wasGone} />}
            {tookMs !== null && (
              <span className={classes.soft}>
                <Trans>
                  after <Span ms={tookMs} />
                </Trans>
              </span>
            )}
          </li>
        ))}
        <AndMore count={packageCount - Math.min(packages.length, PACKAGES_SHOWN)} />
      </ul>
    </li>
  );
}

function Observed({ how }: { how: NonNullable<Item['entry']['observed']> }) {
  if (how === 'unknown') return null;
  return (
    <p>
      {how === 'created' ? (
        <Trans>Observed: the group was created.</Trans>
      ) : how === 'merged' ? (
        <Trans>Observed: merged; the other members are still there.</Trans>
      ) : (
        <Trans>Observed: replaced; other members are gone.</Trans>
      )}
    </p>
  );
}

/**
 * What two submissions name, side by side; only the parts that have something in them. It is not what the group gained or lost, and of
 * two that have no file in common there is nothing to tell.
 */
function Diff({ projectId, diff }: { projectId: string; diff: EntryDiff }) {
  const { since, added, replaced, same, unclear, leftOut } = diff;
  if (replaced.count + same.count + unclear.count === 0) return null;
  return (
    <div className={classes.diff}>
      <p className={classes.soft}>
        <Trans>
          Beside{' '}
          <Link to="/p/$projectId/activity/$id" params={{ projectId, id: since.id }}>
            the submission before
          </Link>
          :
        </Trans>
      </p>
      <dl>
        <Part sign="Δ" part={replaced} label={<Trans>New bytes</Trans>} />
        <Part sign="=" part={same} label={<Trans>Same bytes</Trans>} />
        <Part sign="?" part={unclear} label={<Trans>Perhaps new bytes</Trans>} />
        <Part sign="" part={added} label={<Trans>Only in this one</Trans>} />
        <Part sign="" part={leftOut} label={<Trans>Only in that one</Trans>} />
      </dl>
    </div>
  );
}

function Part({ sign, part: { count, names }, label }: { sign: string; part: EntryDiff['added']; label: ReactNode }) {
  if (count === 0) return null;
  return (
    <div>
      <dt>
        <span className={classes.sign} aria-hidden="true">
          {sign}
        </span>
        {label}
      </dt>
      <dd>
        <NameList names={names} count={count} />
      </dd>
    </div>
  );
}
