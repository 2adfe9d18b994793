import { Trans } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';

/** What wrong credentials, a network or a service in the way end in. */
const WORTH_CHECKING = /^(project_unresolved$|dli_(unauthorized|forbidden|unreachable|timeout|bad_answer)$|store_)/;

/** Where an error may be one of the connection, the way to the page that tells which step of it fails. */
export function CheckConnectionLink({ error }: { error: unknown }) {
  const { projectId } = useParams({ strict: false });
  if (!projectId || !(error instanceof ApiError) || !WORTH_CHECKING.test(error.code)) return null;
  return (
    <Link to="/p/$projectId/connection" params={{ projectId }}>
      <Trans>Check connection</Trans>
    </Link>
  );
}
