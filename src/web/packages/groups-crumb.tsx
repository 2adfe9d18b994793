import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

/** The way up from whatever belongs to the list of groups. */
export function GroupsCrumb({ projectId }: { projectId: string }) {
  return (
    <Link to="/p/$projectId/groups" params={{ projectId }}>
      <Trans>Package groups</Trans>
    </Link>
  );
}
