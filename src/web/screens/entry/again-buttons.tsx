import { Plural, Trans } from '@lingui/react/macro';
import type { RecordedSubmission } from '../../../contract/activity.ts';
import { failedOf } from '../../lib/recorded-start.ts';
import { LinkButton } from '../../packages/new-submission-button.tsx';

/** The same paths once more, or those that failed: into the form, whose review comes before anything is sent. */
export function AgainButtons({ projectId, entry }: { projectId: string; entry: RecordedSubmission }) {
  // What may still become something is not offered as failed.
  const failed = entry.outcome === 'sending' ? 0 : failedOf(entry).length;
  const isSome = failed > 0 && failed < entry.packages.length;
  return (
    <>
      {isSome && (
        <LinkButton to="/p/$projectId/new" params={{ projectId }} search={{ entry: entry.id, only: 'failed' }}>
          <Plural value={failed} one="Submit the # failed again…" other="Submit the # failed again…" />
        </LinkButton>
      )}
      <LinkButton to="/p/$projectId/new" params={{ projectId }} search={{ entry: entry.id }} variant={isSome ? 'default' : 'filled'}>
        {isSome ? <Trans>Submit all again…</Trans> : <Trans>Submit again…</Trans>}
      </LinkButton>
    </>
  );
}
