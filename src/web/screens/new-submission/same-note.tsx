import { Trans } from '@lingui/react/macro';
import type { Plan } from '../../../contract/submissions.ts';
import type { Choice } from '../../lib/submission-choice.ts';
import { Note } from './note.tsx';

interface SameNoteProps {
  plan: Plan;
  choice: Choice;
}

/** What “the same” rests on, and what becomes of it. */
export function SameNote({ plan, choice }: SameNoteProps) {
  const isNothing = choice.add + choice.replace === 0 && plan.counts.blocked === 0;
  return (
    <Note tone="plain">
      {isNothing && (
        <>
          <strong>
            <Trans>Everything is there already, so there is nothing to submit.</Trans>
          </strong>{' '}
        </>
      )}
      <Trans>
        Each of these objects has the ETag that it had at the latest submission of its package, and the package is as that submission left
        it.
      </Trans>{' '}
      {plan.canLeaveOut ? (
        <Trans>They are not sent. Tick one to send it all the same.</Trans>
      ) : isNothing ? (
        <Trans>Tick one to send them all the same: this call takes all of them or none.</Trans>
      ) : (
        <Trans>They are sent all the same: with this call, packages that are left out may be removed.</Trans>
      )}
    </Note>
  );
}
