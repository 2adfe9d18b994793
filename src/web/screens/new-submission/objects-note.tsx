import { Plural } from '@lingui/react/macro';
import type { Plan } from '../../../contract/submissions.ts';
import { unreadMessage } from '../../lib/unread-message.ts';
import { Note } from './note.tsx';

/** How much of the submission was looked at; each row says what was found. Nothing of it stands in the way. */
export function ObjectsNote({ objects: { total, unread, unchecked } }: { objects: NonNullable<Plan['objects']> }) {
  if (unread + unchecked === 0) return null;
  return (
    <Note tone={unread > 0 ? 'amber' : 'plain'}>
      {unread > 0 && unreadMessage(unread, total)}{' '}
      {unchecked > 0 && (
        <Plural
          value={unchecked}
          one="# object was not looked at: there was no time."
          other="# objects were not looked at: there was no time."
        />
      )}
    </Note>
  );
}
