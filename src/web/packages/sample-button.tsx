import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';
import { LinkButton } from './new-submission-button.tsx';

/** Opens the form with the samples in it; nothing is sent. Not there where the server has no sample objects. */
export function SampleButton({ projectId }: { projectId: string }) {
  const { data: session } = useQuery(sessionQuery());
  if (!session?.samples) return null;
  return (
    <LinkButton to="/p/$projectId/new" params={{ projectId }} search={{ sample: 'yes' }} variant="default">
      <Trans>Load the sample submission</Trans>
    </LinkButton>
  );
}
