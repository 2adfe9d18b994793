import { Trans, useLingui } from '@lingui/react/macro';
import type { OutsideChange } from '../../contract/changes.ts';
import { Name } from '../components/name.tsx';
import { useNow } from '../lib/clock.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { clockTime, exactTime } from '../lib/time.ts';

/** What a read showed, and no more: who did it is not told by DLI. */
export function ChangeSentence({ change }: { change: OutsideChange }) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const { what, updatedAt, owner, ownerBefore, counts } = change;
  const name = change.name ?? '';
  const time = updatedAt === null ? null : exactTime(updatedAt, zone, i18n.locale);
  const number = (of: 'appeared' | 'vanished' | 'uploaded' | 'owner') => i18n.number(counts?.[of] ?? 0);
  switch (what) {
    case 'uploaded':
      if (time === null)
        return (
          <Trans>
            <Name>{name}</Name> was uploaded again, not from here.
          </Trans>
        );
      return (
        <Trans>
          <Name>{name}</Name> was uploaded again at {time}, not from here.
        </Trans>
      );
    case 'appeared':
      if (time === null)
        return (
          <Trans>
            <Name>{name}</Name> appeared, not from here.
          </Trans>
        );
      return (
        <Trans>
          <Name>{name}</Name> appeared, uploaded at {time}, not from here.
        </Trans>
      );
    case 'vanished':
      return (
        <Trans>
          <Name>{name}</Name> vanished; it was not deleted from here.
        </Trans>
      );
    case 'owner':
      if (change.name === null)
        return (
          <Trans>
            The owner of the group changed from {ownerBefore} to {owner}, not from here.
          </Trans>
        );
      return (
        <Trans>
          The owner of <Name>{name}</Name> changed from {ownerBefore} to {owner}, not from here.
        </Trans>
      );
    case 'many':
      return (
        <Trans>
          Many changes at once in the whole project, not from here: {number('appeared')} appeared, {number('vanished')} vanished,{' '}
          {number('uploaded')} uploaded again, {number('owner')} with another owner.
        </Trans>
      );
  }
}

/** Between which two reads: more is not known of when. */
export function ChangeNoticed({ at, since }: Pick<OutsideChange, 'at' | 'since'>) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const now = useNow();
  const seenAt = clockTime(at, now, zone, i18n.locale);
  const before = since === null ? null : clockTime(since, now, zone, i18n.locale);
  if (before === null) return <Trans>Seen at {seenAt}; it happened while this console was not looking.</Trans>;
  return (
    <Trans>
      Seen between the reads of {before} and {seenAt}.
    </Trans>
  );
}
