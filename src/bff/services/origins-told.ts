/** Where packages came from, as browsers are told of it; nothing at all while the ledger does not tell. */
import type { GroupOrigin, Origin } from '../../contract/origins.ts';
import type { Journal } from './journal.ts';
import type { GroupModel, PackageModel } from './model.ts';
import type { Origins } from './origins.ts';
import { keyOf } from './own-doings.ts';
import { isChangedSince, type KnownOrigin } from './project-origins.ts';
import type { Submissions } from './submissions.ts';

export interface OriginsTold {
  /** Null: not known from this console. Undefined: nobody can say now. */
  package(item: PackageModel): Origin | null | undefined;
  group(group: Pick<GroupModel, 'packages'> & { name: string | null }): GroupOrigin | undefined;
}

export interface OriginsTellerOptions {
  origins: Origins;
  submissions: Pick<Submissions, 'open' | 'find' | 'version'>;
  journal: Pick<Journal, 'waiting'>;
}

/** @returns for one project, as of now */
export function createOriginsTeller({ origins, submissions, journal }: OriginsTellerOptions): (projectId: string) => OriginsTold {
  /** Lists of thousands are counted once for each state of theirs. */
  const counted = new WeakMap<readonly PackageModel[], { version: string; told: GroupOrigin }>();

  /** What we send or watch ourselves, or have not written down yet: it is not as the ledger last saw it, and yet from here. */
  function underWay(projectId: string): ReadonlySet<string> {
    const names = new Set<string>();
    const waiting = [...journal.waiting()].flatMap((id) => submissions.find(projectId, id) ?? []);
    for (const { view } of [...submissions.open(projectId), ...waiting])
      for (const { name } of view.packages) names.add(keyOf(view.group, name));
    return names;
  }

  return (projectId) => {
    const known = origins.of(projectId);
    const ours = known ? underWay(projectId) : new Set();
    const version = `${submissions.version(projectId)}.${origins.version(projectId)}.${ours.size}`;

    function tell(item: PackageModel): Origin | null | undefined {
      const origin = known?.get(item.group, item.name);
      const isUnderWay = ours.has(keyOf(item.group, item.name));
      if (origin) return toldOf(origin, !isUnderWay && isChangedSince(origin, item));
      return known && !isUnderWay ? null : undefined;
    }

    function count(packages: readonly PackageModel[], changedAt: number | null): GroupOrigin {
      const told: GroupOrigin = { submittedAt: null, submittedBy: null, notFromHere: 0, changedAt };
      for (const item of packages) {
        const origin = tell(item);
        if (origin === null || origin?.isChangedSince) told.notFromHere++;
        if (origin?.how !== 'submitted' || origin.at <= (told.submittedAt ?? 0)) continue;
        told.submittedAt = origin.at;
        told.submittedBy = origin.by;
      }
      return told;
    }

    return {
      package: tell,
      group({ name, packages }) {
        if (!known) return undefined;
        const before = counted.get(packages);
        if (before?.version === version) return before.told;
        const told = count(packages, known.changedAt(name));
        counted.set(packages, { version, told });
        return told;
      },
    };
  };
}

function toldOf({ how, obsUri, sizeBytes, at, by, note }: KnownOrigin, isChanged: boolean): Origin {
  return { how, obsUri, sizeBytes, at, by, note, isChangedSince: isChanged };
}
