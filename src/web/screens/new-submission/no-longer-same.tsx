import { Trans } from '@lingui/react/macro';
import type { Plan } from '../../../contract/submissions.ts';
import { Name } from '../../components/name.tsx';
import { Arrival } from './arrival.tsx';
import { ChangedNote } from './changed-note.tsx';

interface NoLongerSameProps {
  leaveOut: readonly string[];
  now: Plan;
  onReview: (now: Plan) => void;
  onDiscard: () => void;
}

/** An object moved on after the review that left it out. Nothing was sent. */
export function NoLongerSame({ leaveOut, now, onReview, onDiscard }: NoLongerSameProps) {
  const same = new Set(now.rows.flatMap((row) => (row.action === 'same' ? [row.name] : [])));
  const names = leaveOut.filter((name) => !same.has(name));
  return (
    <Arrival labelledBy="changed-heading">
      <ChangedNote onReview={() => onReview(now)} onDiscard={onDiscard}>
        <strong id="changed-heading">
          <Trans>What was to be left out is not the same any more.</Trans>
        </strong>{' '}
        {names.map((name) => (
          <span key={name}>
            <Name>{name}</Name>{' '}
          </span>
        ))}
      </ChangedNote>
    </Arrival>
  );
}
