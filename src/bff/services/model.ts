/**
 * DLI's list answer, normalised once per changed read (dli_02_0168): names found, times of 0 and empty words made null,
 * members gathered by group. Nothing DLI may send makes it throw, and nothing DLI did not say is made up.
 */
import type { BuiltInModule, Group, Package } from '../../contract/groups.ts';
import { isRecord } from '../../dli/error-body.ts';
import { atOnce, type Steps } from '../../dli/turns.ts';
import { objectsIn, type WireGroup, type WireList, type WireModule, type WirePackage } from '../../dli/wire.ts';
import { isMoving, readStatus, rollUp } from '../../domain/status.ts';
import { naturalKey } from './natural-key.ts';

interface Listed {
  sortKey: string;
  searchText: string;
}

export interface PackageModel extends Listed, Omit<Package, 'tookMs' | 'failure' | 'upload'> {
  /** When the upload still going on began, by DLI's clock, or when it was first seen; null when nothing is going on. */
  uploadingSince: number | null;
}

export interface GroupModel extends Listed, Omit<Group, 'token'> {
  packages: PackageModel[];
  packageByName: Map<string, PackageModel>;
  /** The youngest `uploadingSince` of the members. */
  movingSince: number | null;
}

export interface ModuleModel extends Listed, BuiltInModule {}

export interface ProjectModel {
  groups: GroupModel[];
  groupByName: Map<string, GroupModel>;
  ungrouped: PackageModel[];
  ungroupedByName: Map<string, PackageModel>;
  ungroupedMovingSince: number | null;
  modules: ModuleModel[];
  uploading: number;
  failed: number;
  isMoving: boolean;
  movingSince: number | null;
}

interface Reading {
  nowMs: number;
  previous: ProjectModel | null;
}

export function buildModel(data: WireList, raw: Record<string, unknown>, reading: Reading): ProjectModel {
  return atOnce(modelSteps(data, raw, reading));
}

/** The same, with turns for others: a list may be long. */
export function* modelSteps(data: WireList, raw: Record<string, unknown>, reading: Reading): Steps<ProjectModel> {
  const groupByName = new Map<string, GroupModel>();
  const ungroupedByName = new Map<string, PackageModel>();
  for (const [wire, source] of paired(data.resources, raw.resources)) {
    keep(ungroupedByName, readPackage(wire, source, { group: null, fallbackName: '', reading }));
    yield 1;
  }
  for (const [wire, source] of paired(data.groups, raw.groups)) {
    const name = wire.group_name ?? '';
    const members = readMembers(wire, source, name === '' ? null : name, reading);
    // A group without a name cannot be asked for: its members are shown where nothing hides them.
    if (name === '') for (const member of members) keep(ungroupedByName, member);
    else groupByName.set(name, readGroup(name, wire, source, members, groupByName.get(name)));
    yield 1 + members.length;
  }
  const groups = [...groupByName.values()];
  const ungrouped = [...ungroupedByName.values()];
  const ungroupedMovingSince = newest(ungrouped.map((item) => item.uploadingSince));
  const lone = rollUp(ungrouped.map((item) => item.status));
  const sum = (field: 'uploading' | 'failed') => groups.reduce((total, group) => total + group.rollUp[field], lone[field]);
  const uploading = sum('uploading');
  return {
    groups,
    groupByName,
    ungrouped,
    ungroupedByName,
    ungroupedMovingSince,
    modules: readModules(data.modules ?? []),
    uploading,
    failed: sum('failed'),
    isMoving: uploading > 0,
    movingSince: newest([...groups.map((group) => group.movingSince), ungroupedMovingSince]),
  };
}

/** Parsed items beside the objects they were read from. */
function paired<T>(parsed: T[] | null | undefined, raw: unknown): [T, Record<string, unknown>][] {
  const sources = objectsIn(raw);
  return (parsed ?? []).map((item, index) => {
    const source: unknown = Array.isArray(sources) ? sources[index] : undefined;
    return [item, isRecord(source) ? source : {}];
  });
}

/** `details` describe the members; a name in `resources` alone is a member nobody describes. */
function readMembers(wire: WireGroup, source: Record<string, unknown>, group: string | null, reading: Reading): PackageModel[] {
  const names = wire.resources ?? [];
  const details = paired(wire.details, source.details);
  // Parallel by every example, so a detail without a name may take it from there; never from `underlying_name`.
  const isParallel = names.length === details.length;
  const members = details.map(([detail, raw], index) =>
    readPackage(detail, raw, { group, fallbackName: isParallel ? (names[index] ?? '') : '', reading }),
  );
  const described = new Set(members.map((member) => member.name));
  const bare = names.filter((name) => !described.has(name));
  return [...members, ...bare.map((name) => readPackage({ resource_name: name }, {}, { group, fallbackName: name, reading }))];
}

interface PackageContext {
  group: string | null;
  fallbackName: string;
  reading: Reading;
}

function readPackage(wire: WirePackage, raw: Record<string, unknown>, { group, fallbackName, reading }: PackageContext): PackageModel {
  const name = word(wire.resource_name) ?? fallbackName;
  const status = readStatus(wire.status);
  const updatedAt = time(wire.update_time);
  const createdAt = time(wire.create_time);
  const rawStatus = wire.status ?? null;
  return {
    name,
    group,
    status,
    rawStatus,
    kind: word(wire.resource_type),
    createdAt,
    updatedAt,
    owner: word(wire.owner),
    underlyingName: word(wire.underlying_name),
    isAsync: wire.is_async ?? null,
    raw,
    uploadingSince: isMoving(status) ? (updatedAt ?? createdAt ?? firstSeen(group, name, reading)) : null,
    sortKey: naturalKey(name),
    searchText: name.toLowerCase(),
  };
}

function firstSeen(group: string | null, name: string, { previous, nowMs }: Reading): number {
  const before = group === null ? previous?.ungroupedByName.get(name) : previous?.groupByName.get(group)?.packageByName.get(name);
  return before?.uploadingSince ?? nowMs;
}

/** `twin`: the same group listed before in this very answer; its members stay. */
function readGroup(
  name: string,
  wire: WireGroup,
  source: Record<string, unknown>,
  members: PackageModel[],
  twin: GroupModel | undefined,
): GroupModel {
  const packageByName = new Map(twin?.packageByName);
  for (const member of members) keep(packageByName, member);
  const packages = [...packageByName.values()];
  const counts = rollUp(packages.map((member) => member.status));
  const rawStatus = word(wire.status);
  const status = readStatus(rawStatus);
  const { details: _details, ...raw } = source;
  return {
    name,
    rollUp: counts,
    kinds: [...new Set(packages.flatMap((member) => member.kind ?? []))].sort(),
    owner: word(wire.owner),
    createdAt: time(wire.create_time),
    updatedAt: time(wire.update_time) ?? newest(packages.map((member) => member.updatedAt)),
    status,
    rawStatus,
    statusDiffers: rawStatus !== null && counts.state !== 'empty' && status !== counts.state,
    isAsync: wire.is_async ?? null,
    description: word(wire.description),
    moduleName: word(wire.module_name),
    moduleType: word(wire.module_type),
    raw,
    packages,
    packageByName,
    movingSince: newest(packages.map((member) => member.uploadingSince)),
    sortKey: naturalKey(name),
    searchText: name.toLowerCase(),
  };
}

/** By name; one without a name stands under none. */
function readModules(modules: readonly WireModule[]): ModuleModel[] {
  const byName = new Map<string, ModuleModel>();
  for (const wire of modules) {
    const name = wire.module_name ?? '';
    byName.set(name, {
      name,
      status: readStatus(wire.status),
      rawStatus: word(wire.status),
      kind: word(wire.module_type),
      description: word(wire.description),
      packages: wire.resources ?? [],
      createdAt: time(wire.create_time),
      updatedAt: time(wire.update_time),
      sortKey: naturalKey(name),
      searchText: name.toLowerCase(),
    });
  }
  return [...byName.values()];
}

/** Identity is the name: of two alike the newer one stays. */
function keep(byName: Map<string, PackageModel>, item: PackageModel): void {
  const before = byName.get(item.name);
  if (!before || (before.updatedAt ?? 0) <= (item.updatedAt ?? 0)) byName.set(item.name, item);
}

/** 13 digits of milliseconds; 0 and nonsense mean unknown. */
function time(ms: number | null | undefined): number | null {
  return typeof ms === 'number' && Number.isFinite(ms) && ms > 0 ? ms : null;
}

function word(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function newest(times: readonly (number | null)[]): number | null {
  let latest: number | null = null;
  for (const ms of times) if (ms !== null && (latest === null || ms > latest)) latest = ms;
  return latest;
}
