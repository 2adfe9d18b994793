/** What is worth telling of a path and its object, as codes. Pure, and the same for the form and for the review. */
import type { Finding, ObjectFinding, Severity } from '../../contract/preflight.ts';
import { BUILT_IN_RUNTIME, builtInJarOf } from '../../domain/built-in-jars.ts';
import type { Issue } from '../../domain/issue.ts';
import { fitsKind, type Kind } from '../../domain/kind.ts';
import { checkPackageName } from '../../domain/names.ts';
import { type ObsPath, type ObsPathNotice, packageNameOf } from '../../domain/obs-path.ts';
import type { ObjectStoreCode } from '../../obs/object-store.ts';
import type { Looked } from './preflight.ts';

export interface PathFacts {
  path: ObsPath;
  notices: readonly ObsPathNotice[];
  /** Undefined: nothing is said of the ending. */
  kind: Kind | undefined;
  /** The project's. */
  region: string;
}

/** What follows from the address alone. */
export function pathFindings({ path, notices, kind, region }: PathFacts): Finding[] {
  const name = packageNameOf(path);
  const { errors, warnings } = checkPackageName(name);
  const findings = [
    ...errors.map((issue) => found('blocks', issue)),
    ...warnings.map((issue) => found('warns', issue)),
    ...notices.map((code) => found('notes', { code })),
  ];
  if (kind !== undefined && !fitsKind(name, kind)) findings.push(found('warns', { code: 'kind_mismatch', params: { kind } }));
  if (path.region !== null && path.region !== region) {
    findings.push(found('warns', { code: 'region_differs', params: { region: path.region, expected: region } }));
  }
  const builtIn = builtInJarOf(name);
  if (builtIn) findings.push(objectFinding('warns', 'built_in_jar', { ...builtIn, runtime: BUILT_IN_RUNTIME }));
  return findings;
}

/**
 * What the store said of the object. Never `blocks`: DLI may read with other rights than this console. Null: nobody
 * has looked, or not for long enough.
 */
export function objectFindings(looked: Looked | null, region: string): Finding[] {
  if (looked === null) return [objectFinding('notes', 'not_looked')];
  if (looked.stat === null) {
    const [severity, code] = BY_STORE_CODE[looked.code];
    const isElsewhere = code === 'object_elsewhere';
    return [objectFinding(severity, code, isElsewhere ? { region: looked.region ?? 'unknown', expected: region } : undefined)];
  }
  const findings: Finding[] = [];
  if (looked.stat.needsRestore) findings.push(objectFinding('warns', 'object_archived'));
  if (looked.stat.sizeBytes === 0) findings.push(objectFinding('warns', 'object_empty'));
  return findings;
}

/** Without its severity, as plans tell it. */
export function issueOf({ code, params }: Finding): Issue {
  return params ? { code, params } : { code };
}

const BY_STORE_CODE: Record<ObjectStoreCode, [Severity, ObjectFinding]> = {
  not_found: ['warns', 'object_not_found'],
  bucket_not_found: ['warns', 'bucket_not_found'],
  denied: ['warns', 'object_denied'],
  folder: ['warns', 'object_folder'],
  archived: ['warns', 'object_archived'],
  unreadable: ['warns', 'object_unreadable'],
  wrong_region: ['warns', 'object_elsewhere'],
  // Nothing of these is the object's fault.
  credentials: ['notes', 'store_credentials'],
  signature: ['notes', 'store_signature'],
  clock_skew: ['notes', 'store_clock_skew'],
  throttled: ['notes', 'store_throttled'],
  unreachable: ['notes', 'store_unreachable'],
  timeout: ['notes', 'store_timeout'],
  store_failed: ['notes', 'store_failed'],
};

function found(severity: Severity, issue: Issue): Finding {
  return { ...issue, severity };
}

function objectFinding(severity: Severity, code: ObjectFinding, params?: Issue['params']): Finding {
  return found(severity, params ? { code, params } : { code });
}
