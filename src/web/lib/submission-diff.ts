/** What changed in a group between two plans of the same submission: what you saw, what is there now, what you send. */
import type { Member, Plan } from '../../contract/submissions.ts';

export type MemberChange = 'appeared' | 'vanished' | 'changed';

export interface PlanDifference {
  name: string;
  change: MemberChange;
  seen: Member | null;
  now: Member | null;
  /** The object this submission sends under that name; null where it does not name it. */
  sendsUri: string | null;
}

export function diffPlans(seen: Plan, now: Plan): PlanDifference[] {
  const before = membersOf(seen);
  const after = membersOf(now);
  const sends = new Map(now.rows.flatMap((row) => (row.obsUri === null ? [] : [[row.name, row.obsUri] as const])));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const change = changeOf(before.get(name), after.get(name));
    return change
      ? [{ name, change, seen: before.get(name) ?? null, now: after.get(name) ?? null, sendsUri: sends.get(name) ?? null }]
      : [];
  });
}

function membersOf(plan: Plan): Map<string, Member> {
  return new Map(plan.rows.flatMap((row) => (row.before ? [[row.before.name, row.before] as const] : [])));
}

/** A status alone does not count: it moves by itself while DLI copies, and no token covers it. */
function changeOf(seen: Member | undefined, now: Member | undefined): MemberChange | null {
  if (!seen) return now ? 'appeared' : null;
  if (!now) return 'vanished';
  const isSame = seen.updatedAt === now.updatedAt && seen.underlyingName === now.underlyingName && seen.kind === now.kind;
  return isSame ? null : 'changed';
}
