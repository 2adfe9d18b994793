/**
 * What a submission would do to the group as it was last read, beside what the ledger remembers of it. Pure, and the same for
 * the review and for the check just before sending: its token stands for what the user saw.
 */
import { createHash } from 'node:crypto';
import type { Member, Plan, PlanRow, SubmissionRequest } from '../../contract/submissions.ts';
import { uploadPath } from '../../dli/client.ts';
import type { WireUploadRequest } from '../../dli/wire.ts';
import type { Issue } from '../../domain/issue.ts';
import { type UploadCall, uploadCallFor } from '../../domain/kind.ts';
import { checkPackageName } from '../../domain/names.ts';
import { formatObsUri, formatObsUrl, type ObsPath, type ObsPathNotice, packageNameOf, parseObsPath } from '../../domain/obs-path.ts';
import { issueOf, objectFindings, pathFindings } from './findings.ts';
import type { Known } from './known-packages.ts';
import type { Members } from './members.ts';
import { compareText, naturalKey } from './natural-key.ts';
import type { Looked } from './preflight.ts';
import { hasSameContents, isSame, sourceOf } from './same.ts';

export interface PlanInput {
  projectId: string;
  /** Every path was parsed by the contract already. */
  request: SubmissionRequest;
  members: Members;
  groupExists: boolean;
  region: string;
  readAt: number;
  /** What the store said of each path, in their order; null where there was no time. Nothing is said of objects without it. */
  looked?: readonly (Looked | null)[];
  /** What the ledger knows of the group's packages; null where it could not be read. */
  known?: Known | null;
}

const ROWS_TOLD_MAX = 10;

interface Item {
  path: string;
  name: string;
  obsUri: string;
  obsPath: ObsPath;
  notices: ObsPathNotice[];
}

export function planSubmission(input: PlanInput): Plan {
  const { projectId, request, members, groupExists, region, readAt, looked, known = null } = input;
  const items = request.paths.map(readItem);
  const hasTags = request.tags.length > 0;
  const sameName = groupRows(items, (item) => item.name);
  const sameObject = groupRows(items, (item) => item.obsUri);
  const rows = items.map((item, index): PlanRow => {
    const { path, name, obsUri } = item;
    const before = members.get(name) ?? null;
    const found = looked?.[index] ?? null;
    const blockedBy = blockOf(name, others(sameObject.get(obsUri), index), others(sameName.get(name), index));
    const findings = pathFindings({ path: item.obsPath, notices: item.notices, kind: request.kind, region });
    if (looked) findings.push(...objectFindings(found, region));
    const warnings = findings.filter((finding) => finding.severity !== 'blocks').map(issueOf);
    const row = { name, path, obsUri, before, ...memoryOf(before, known), object: objectOf(found), warnings };
    if (blockedBy) return { ...row, action: 'blocked', blockedBy };
    const standing = before && standingIn(before, known);
    if (standing && isSame(standing, { obsUri, kind: request.kind, hasTags, looked: found })) return { ...row, action: 'same' };
    if (standing && standing.known.obsUri !== obsUri && hasSameContents(standing, { looked: found })) {
      warnings.push({ code: 'same_contents' });
    }
    return { ...row, action: before ? 'replace' : 'add' };
  });
  const named = new Set(items.map((item) => item.name));
  const left = request.group === null ? [] : [...members.values()].filter((member) => !named.has(member.name));
  left.sort((a, b) => compareText(naturalKey(a.name), naturalKey(b.name)) || compareText(a.name, b.name));
  rows.push(...left.map((member) => leftOut(member, known)));

  const call = uploadCallFor({ kind: request.kind, isAsync: request.isAsync, hasTags });
  const count = (action: PlanRow['action']) => rows.filter((row) => row.action === action).length;
  const leaveOut = new Set(request.leaveOut);
  const sent = items.filter((item) => !leaveOut.has(item.name));
  const notSent = left.length + (request.group === null ? 0 : items.length - sent.length);
  return {
    rows,
    counts: { add: count('add'), replace: count('replace'), same: count('same'), notIncluded: left.length, blocked: count('blocked') },
    groupExists,
    ...(looked && { objects: countObjects(looked) }),
    isRecordRead: known !== null,
    canLeaveOut: request.group === null || call === 'resources',
    // "Uploading a package group of the same name overwrites the old group" stands on the kind-specific pages alone
    // (dli_02_0169 to 0171); the general call adds and replaces by every sign there is (dli_02_0130, user guide).
    othersFate: notSent === 0 ? 'none' : call === 'resources' ? 'likely_kept' : 'may_be_removed',
    call: { method: 'POST', name: call, path: uploadPath(projectId, call), body: { ...bodyOf(call, request, sent, region) } },
    token: tokenOf(members, groupExists),
    readAt,
  };
}

/** The rows of a plan that its request sends. */
export function sentRows({ rows }: Plan, { leaveOut = [] }: Pick<SubmissionRequest, 'leaveOut'>): PlanRow[] {
  const left = new Set(leaveOut);
  return rows.filter((row) => row.path !== null && !left.has(row.name));
}

/** Whether everything the request leaves out is the same, and stays in the group for all that is documented of the call. */
export function mayLeaveOut(plan: Plan, { leaveOut = [] }: Pick<SubmissionRequest, 'leaveOut'>): boolean {
  if (leaveOut.length === 0) return true;
  const same = new Set(plan.rows.filter((row) => row.action === 'same').map((row) => row.name));
  return plan.canLeaveOut && leaveOut.every((name) => same.has(name));
}

/** The package names of a request, in the order of its paths. */
export function namesIn(request: SubmissionRequest): string[] {
  return request.paths.map((path) => readItem(path).name);
}

/** The objects of a request, in the order of its paths. */
export function objectsIn(request: SubmissionRequest): ObsPath[] {
  return request.paths.map((path) => readItem(path).obsPath);
}

function readItem(path: string): Item {
  const parsed = parseObsPath(path);
  if (!parsed.ok) throw new TypeError('a path reached the plan that the contract refuses');
  const { path: obsPath, notices } = parsed;
  return { path, name: packageNameOf(obsPath), obsUri: formatObsUri(obsPath), obsPath, notices };
}

/** Row numbers as people count them, by what the rows share. */
function groupRows(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  items.forEach((item, index) => {
    const known = rows.get(keyOf(item));
    if (known) known.push(index + 1);
    else rows.set(keyOf(item), [index + 1]);
  });
  return rows;
}

function others(rows: readonly number[] | undefined, index: number): number[] {
  return (rows ?? []).filter((row) => row !== index + 1);
}

function blockOf(name: string, sameObject: number[], sameName: number[]): Issue | null {
  if (sameObject.length > 0) return { code: 'duplicate_path', params: rowsTold(sameObject) };
  // DLI knows a package by its base name, so one of the two would silently win.
  if (sameName.length > 0) return { code: 'duplicate_name', params: { name, ...rowsTold(sameName) } };
  return checkPackageName(name).errors[0] ?? null;
}

/** The first few: a thousand paths of one name would otherwise make an answer of 5 MB. */
function rowsTold(rows: readonly number[]): { rows: string; more?: number } {
  const more = rows.length - ROWS_TOLD_MAX;
  return { rows: rows.slice(0, ROWS_TOLD_MAX).join(', '), ...(more > 0 ? { more } : {}) };
}

function leftOut(member: Member, known: Known | null): PlanRow {
  const { name } = member;
  return { action: 'notIncluded', name, path: null, obsUri: null, before: member, ...memoryOf(member, known), object: null, warnings: [] };
}

function standingIn(member: Member, known: Known | null) {
  const item = known?.get(member.name);
  return item ? { member, known: item } : null;
}

function memoryOf(before: Member | null, known: Known | null): Pick<PlanRow, 'source'> {
  const standing = before && standingIn(before, known);
  return { source: standing && sourceOf(standing) };
}

function objectOf(looked: Looked | null): PlanRow['object'] {
  return looked?.stat ? { sizeBytes: looked.stat.sizeBytes, lastModified: looked.stat.lastModifiedMs } : null;
}

function countObjects(looked: readonly (Looked | null)[]): NonNullable<Plan['objects']> {
  const unchecked = looked.filter((one) => one === null).length;
  const read = looked.filter((one) => one?.stat).length;
  return { total: looked.length, unread: looked.length - unchecked - read, unchecked };
}

/** Kind, `is_async` and tags exist on the general call alone. */
function bodyOf(call: UploadCall, request: SubmissionRequest, items: readonly Item[], region: string): WireUploadRequest {
  const paths = items.map((item) => formatObsUrl(item.obsPath, region));
  const group = request.group === null ? {} : { group: request.group };
  if (call !== 'resources') return { paths, ...group };
  const tags = request.tags.length === 0 ? {} : { tags: request.tags };
  return { paths, kind: request.kind, ...group, is_async: request.isAsync, ...tags };
}

/** Stands for a group, or for the ungrouped packages a submission names, as they were read. */
export function tokenOf(members: Members, groupExists: boolean): string {
  const lines = [...members.values()]
    .map(({ name, updatedAt, underlyingName }) => JSON.stringify([name, updatedAt, underlyingName]))
    .sort();
  return createHash('sha256')
    .update([String(groupExists), ...lines].join('\n'))
    .digest('base64url')
    .slice(0, 22);
}
