import { Plural, Trans } from '@lingui/react/macro';
import type { RecordedSubmission } from '../../contract/activity.ts';
import { NameList } from './entry-what.tsx';

const NAMES_SHOWN = 8;

/** What the read after the answer showed of the group's other members: never more than that. */
export function ObservedSentence({ observation }: { observation: NonNullable<RecordedSubmission['observation']> }) {
  const { how, removed, keptCount } = observation;
  if (how === 'created') return <Trans>Observed: the group was created.</Trans>;
  if (how === 'merged') return <Plural value={keptCount} one="Observed: merged, # other kept." other="Observed: merged, # others kept." />;
  if (how === 'replaced') {
    const names = <NameList names={removed.slice(0, NAMES_SHOWN)} count={removed.length} />;
    return (
      <Trans>
        Observed: replaced, {removed.length} removed: {names}
      </Trans>
    );
  }
  return <Trans>Observed: the packages are there. With no other member, merged and replaced look the same.</Trans>;
}
