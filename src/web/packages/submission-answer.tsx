import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Observed, Submission } from '../../contract/submissions.ts';
import { ApiError } from '../api/client.ts';
import { Name } from '../components/name.tsx';
import { NameList } from '../components/name-list.tsx';
import { RawJson } from '../components/raw-json.tsx';
import { outcomeMessage } from '../lib/outcome-messages.ts';
import { RefusalPanel } from './refusal-panel.tsx';

interface RefusedProps {
  packages: readonly unknown[];
  error: Submission['error'];
}

export function SubmissionRefused({ packages, error }: RefusedProps) {
  return (
    <RefusalPanel
      what={
        <Plural value={packages.length} one="The submission of # package was refused." other="The submission of # packages was refused." />
      }
      error={error ? new ApiError(error) : new Error(outcomeMessage('refused'))}
    />
  );
}

/** Word for word what DLI answered. */
export function DliAnswer({ httpStatus, upstreamRequestId, answer }: Pick<Submission, 'httpStatus' | 'upstreamRequestId' | 'answer'>) {
  const { t } = useLingui();
  return (
    <>
      <p>
        {httpStatus === null ? <Trans>No answer.</Trans> : <Trans>DLI’s answer: HTTP {httpStatus}</Trans>}{' '}
        {upstreamRequestId && (
          <Trans>
            · request id <Name>{upstreamRequestId}</Name>
          </Trans>
        )}
      </p>
      {answer && <RawJson value={answer} label={t`DLI’s answer`} />}
    </>
  );
}

/** What the read after the answer showed of the group's other members: never more than that. */
export function ObservedSentence({ how, removed, kept }: Pick<Observed, 'how' | 'removed' | 'kept'>) {
  if (how === 'created') return <Trans>Observed: the group was created.</Trans>;
  if (how === 'merged') return <Plural value={kept} one="Observed: merged, # other kept." other="Observed: merged, # others kept." />;
  if (how === 'replaced') {
    return (
      <>
        <Trans>
          Observed: replaced, {removed.length} removed: <NameList names={removed} />
        </Trans>
        {kept > 0 && <Plural value={kept} one="; # other kept" other="; # others kept" />}
      </>
    );
  }
  return <Trans>Observed: the packages are there. With no other member, merged and replaced look the same.</Trans>;
}
