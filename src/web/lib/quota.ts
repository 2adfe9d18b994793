import type { Quota } from '../../contract/tags.ts';

export interface KnownQuota {
  used: number;
  allowed: number;
}

/** Null unless DLI said both figures. */
export function knownQuota(quota: Quota | undefined): KnownQuota | null {
  if (!quota || quota.used === null || quota.allowed === null) return null;
  return { used: quota.used, allowed: quota.allowed };
}

/** How many packages there would be, where that passes the quota. Replacing adds none, and is fine in a project that is full. */
export function overQuota({ used, allowed }: KnownQuota, adds: number): number | null {
  return adds > 0 && used + adds > allowed ? used + adds : null;
}
