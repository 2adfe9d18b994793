import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EntryView } from '../../../contract/activity.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { Name } from '../../components/name.tsx';

/** What every entry has, after what its own kind says of itself. */
export function AskedFacts({ projectId, entry, children }: { projectId: string; entry: EntryView['entry']; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Facts>
      {children}
      {entry.note !== null && <Fact label={t`Note`}>{entry.note}</Fact>}
      {entry.repeatsId !== null && (
        <Fact label={t`Repeats`}>
          <Link to="/p/$projectId/activity/$id" params={{ projectId, id: entry.repeatsId }}>
            <Trans>The entry that this one does again</Trans>
          </Link>
        </Fact>
      )}
      <Fact label={t`Request id`}>
        <Name>{entry.requestId}</Name>
      </Fact>
    </Facts>
  );
}
