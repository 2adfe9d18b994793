import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { quotaQuery } from '../../api/tags.ts';
import { knownQuota, overQuota } from '../../lib/quota.ts';
import { Note } from './note.tsx';

function useQuota() {
  const { projectId = '' } = useParams({ strict: false });
  const { data } = useQuery(quotaQuery(projectId));
  return knownQuota(data);
}

/** Nothing where DLI does not say. */
export function QuotaUse() {
  const { i18n } = useLingui();
  const quota = useQuota();
  if (!quota) return null;
  const used = i18n.number(quota.used);
  const allowed = i18n.number(quota.allowed);
  return (
    <span>
      <Trans>
        {used} of {allowed} packages used
      </Trans>
    </span>
  );
}

/** Told, not enforced: the figures may be a minute old, and DLI has the last word. */
export function QuotaWarning({ adds }: { adds: number }) {
  const { i18n } = useLingui();
  const quota = useQuota();
  const over = quota && overQuota(quota, adds);
  if (!quota || over === null) return null;
  const after = i18n.number(over);
  const allowed = i18n.number(quota.allowed);
  return (
    <Note tone="amber">
      <Trans>
        The project would have {after} packages, and its quota is {allowed}. Likely DLI refuses this submission.
      </Trans>
    </Note>
  );
}
