import { Plural, Trans } from '@lingui/react/macro';
import type { Plan } from '../../../contract/submissions.ts';
import { isolated } from '../../lib/isolated.ts';
import { othersFateMessage } from '../../lib/messages.ts';
import { Note } from './note.tsx';

/** What is known, and what is not, of the members this submission leaves out. */
export function FateNote({ plan, group: given, left }: { plan: Plan; group: string | null; left: number }) {
  if (given === null || left === 0) return null;
  if (plan.canLeaveOut) return <Note tone="plain">{othersFateMessage('likely_kept')}</Note>;
  const group = isolated(given);
  return (
    <Note tone="red">
      <strong>
        <Plural value={left} one={`# package of ${group} may be removed.`} other={`# packages of ${group} may be removed.`} />
      </strong>{' '}
      {othersFateMessage('may_be_removed')} <Trans>To add without this risk, go back and choose “In the background”.</Trans>
    </Note>
  );
}
