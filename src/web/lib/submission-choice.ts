/** What of a plan is sent: everything, but for what is the same and was not asked for all the same. */
import type { Plan } from '../../contract/submissions.ts';

export interface Choice {
  /** Names that are not sent. */
  leaveOut: string[];
  add: number;
  /** With what is sent although it is the same. */
  replace: number;
}

/** `ticked`: names of what is to be sent although it is the same. */
export function choiceOf(plan: Plan, ticked: ReadonlySet<string>): Choice {
  const same = plan.rows.flatMap((row) => (row.action === 'same' ? [row.name] : []));
  const { add, replace } = plan.counts;
  const asked = same.filter((name) => ticked.has(name));
  // Where leaving out may remove it, what is the same goes along with whatever else is sent; with nothing else, nothing is.
  const sendsAll = !plan.canLeaveOut && add + replace + asked.length > 0;
  const leaveOut = sendsAll ? [] : same.filter((name) => !ticked.has(name));
  return { leaveOut, add, replace: replace + same.length - leaveOut.length };
}

/** The very call for that: its paths stand in the order of the plan's rows. */
export function callWithout({ rows, call }: Plan, leaveOut: readonly string[]): Plan['call'] {
  const left = new Set(leaveOut);
  const { paths } = call.body;
  if (left.size === 0 || !Array.isArray(paths)) return call;
  const named = rows.filter((row) => row.path !== null);
  return { ...call, body: { ...call.body, paths: paths.filter((_, index) => !left.has(named[index]?.name ?? '')) } };
}
