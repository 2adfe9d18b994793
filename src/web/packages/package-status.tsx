import type { Package } from '../../contract/groups.ts';
import { StatusBadge, TakingLongBadge } from '../components/status-badge.tsx';
import { useNow } from '../lib/clock.ts';
import classes from './package-status.module.css';

/** Where the project has no history of its own to compare with. */
const USUAL_MS = 5 * 60_000;

export function PackageStatus({ item }: { item: Package }) {
  return (
    <span className={classes.badges}>
      <StatusBadge status={item.status} raw={item.rawStatus} />
      {item.status === 'uploading' && <LongUpload since={item.updatedAt ?? item.createdAt} />}
    </span>
  );
}

function LongUpload({ since }: { since: number | null }) {
  const now = useNow();
  return since !== null && now - since > USUAL_MS ? <TakingLongBadge /> : null;
}
