/** What changed in a group between two plans of the same submission: what you saw, what is there now, what you send. */
import type { Member, PackageSource, Plan } from '../../contract/submissions.ts';

export type MemberChange = 'appeared' | 'vanished' | 'changed';

export interface PlanDifference {
  name: string;
  change: MemberChange;
  seen: Member | null;
  now: Member | null;
  seenSource: PackageSource | null;
  nowSource: PackageSource | null;
  /** Whether a submission from this console made the change; null where that is not known. */
  by: 'here' | 'elsewhere' | null;
  /** The object this submission sends under that name; null where it does not name it. */
  sendsUri: string | null;
}

export function diffPlans(seen: Plan, now: Plan): PlanDifference[] {
  const before = membersOf(seen);
  const after = membersOf(now);
  const sends = new Map(now.rows.flatMap((row) => (row.obsUri === null ? [] : [[row.name, row.obsUri] as const])));
  const seenSources = sourcesOf(seen);
  const nowSources = sourcesOf(now);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): PlanDifference[] => {
    const change = changeOf(before.get(name), after.get(name));
    if (!change) return [];
    const nowSource = nowSources.get(name) ?? null;
    const isTold = now.isRecordRead && change !== 'vanished';
    return [
      {
        name,
        change,
        seen: before.get(name) ?? null,
        now: after.get(name) ?? null,
        seenSource: seenSources.get(name) ?? null,
        nowSource,
        by: isTold ? (isOurs(nowSource, seen.readAt) ? 'here' : 'elsewhere') : null,
        sendsUri: sends.get(name) ?? null,
      },
    ];
  });
}

function sourcesOf(plan: Plan): Map<string, PackageSource> {
  return new Map(plan.rows.flatMap(({ name, source }) => (source ? [[name, source] as const] : [])));
}

function isOurs(source: PackageSource | null, seenAt: number): boolean {
  return source !== null && (source.standing === 'current' || (source.standing === 'unsure' && source.submittedAt >= seenAt));
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
