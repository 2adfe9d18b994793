import { Trans, useLingui } from '@lingui/react/macro';
import type { RecordedAttachment } from '../../../contract/activity.ts';
import { Fact } from '../../components/facts.tsx';
import { Name } from '../../components/name.tsx';
import { AskedFacts } from './asked-facts.tsx';
import { Part } from './part.tsx';

/** A path on a user's word: nothing was sent for it. */
export function AttachmentParts({ projectId, entry }: { projectId: string; entry: RecordedAttachment }) {
  const { t } = useLingui();
  return (
    <Part heading={<Trans>What was asked</Trans>}>
      <AskedFacts projectId={projectId} entry={entry}>
        {entry.packages.map(({ name, path }) => (
          <Fact key={name} label={t`OBS path`}>
            {path === '' ? <Trans>None any longer</Trans> : <Name>{path}</Name>}
          </Fact>
        ))}
      </AskedFacts>
    </Part>
  );
}
