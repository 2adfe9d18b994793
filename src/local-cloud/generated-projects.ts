/**
 * Projects that come filled: whoever first asks for `many-5000` finds 5,000 packages in 500 groups there. For lists far
 * longer than anybody would upload by hand. The same number makes the same packages; `many-5000-x` is a world of its own.
 */
import { KINDS, type Kind } from '../domain/kind.ts';
import type { Database } from './database.ts';

export const GENERATED_MIN = 100;
export const GENERATED_MAX = 100_000;
/** The group with a twentieth of all packages; the others have some nine each. */
export const GENERATED_BIG_GROUP = 'everything-at-once';

export interface GeneratedPackage {
  /** '' for none. */
  group: string;
  name: string;
  kind: Kind;
  status: 'READY' | 'FAILED';
  owner: string;
  createdMs: number;
}

const PROJECT = /^many-(\d{3,6})(?:-.*)?$/;
const FIRST_MS = Date.UTC(2026, 0, 1);
const STEP_MS = 60_000;
const FAILED_EVERY = 97;
const PARTS = ['billing', 'churn', 'clicks', 'forecast', 'ingest', 'ledger', 'orders', 'routing', 'sensors', 'stock', 'tariff'];
const OWNERS = ['local_user', 'data_platform', 'reporting', 'ml_research'];
const EXTENSIONS: Record<Kind, string> = { jar: 'jar', pyFile: 'py', file: 'csv', modelFile: 'bin' };

/** How many packages a project of this id comes with; null for an ordinary one. */
export function generatedCount(project: string): number | null {
  const count = Number(PROJECT.exec(project)?.[1]);
  return count >= GENERATED_MIN && count <= GENERATED_MAX ? count : null;
}

/** `count` packages: a fiftieth in no group, a twentieth in one, the rest spread over the others of `count / 10` groups. */
export function* generatePackages(count: number): Generator<GeneratedPackage> {
  const ungrouped = Math.floor(count / 50);
  const big = Math.floor(count / 20);
  const others = Math.floor(count / 10) - 1;
  for (let i = 0; i < count; i++) {
    const kind = KINDS[i % KINDS.length] ?? 'file';
    yield {
      group: i < ungrouped ? '' : i < ungrouped + big ? GENERATED_BIG_GROUP : groupName((i - ungrouped - big) % others),
      name: `${partOf(i)}-${i + 1}.${EXTENSIONS[kind]}`,
      kind,
      status: i % FAILED_EVERY === FAILED_EVERY - 1 ? 'FAILED' : 'READY',
      owner: ownerOf(i),
      createdMs: FIRST_MS + i * STEP_MS,
    };
  }
}

function groupName(index: number): string {
  return `${partOf(index)}-team-${index + 1}`;
}

function partOf(index: number): string {
  return PARTS[index % PARTS.length] ?? '';
}

function ownerOf(index: number): string {
  return OWNERS[index % OWNERS.length] ?? '';
}

/** Fills a project the first time it is named, in one commit; what is deleted from it afterwards stays deleted. */
export function createGenerator({ sql, transaction }: Database): (project: string) => void {
  const known = new Set<string>();
  const mark = sql.prepare('INSERT INTO generated (project) VALUES (?) ON CONFLICT DO NOTHING');
  const addGroup = sql.prepare(`
    INSERT INTO groups (project, name, owner, is_async, created_ms, updated_ms) VALUES (:project, :group, :owner, 1, :createdMs, :createdMs)
    ON CONFLICT (project, name) DO UPDATE SET updated_ms = excluded.updated_ms`);
  // No content: nothing was copied, and DLI's API has no call that would read the bytes of a package.
  const addPackage = sql.prepare(`
    INSERT INTO packages (project, group_name, name, underlying_name, kind, status, owner, is_async, tags, created_ms, updated_ms,
      bucket, object_key, failure)
    VALUES (:project, :group, :name, :underlyingName, :kind, :status, :owner, 1, '[]', :createdMs, :createdMs, 'sample-generated', :name, :failure)
    ON CONFLICT DO NOTHING`);

  return (project) => {
    const count = generatedCount(project);
    if (count === null || known.has(project)) return;
    transaction(() => {
      if (Number(mark.run(project).changes) === 0) return;
      for (const item of generatePackages(count)) {
        const { group, owner, createdMs, name } = item;
        if (group !== '') addGroup.run({ project, group, owner, createdMs });
        const underlyingName = `${uploadId(createdMs)}_${name}`;
        addPackage.run({ project, ...item, underlyingName, failure: item.status === 'FAILED' ? 'generated' : null });
      }
    });
    known.add(project);
  };
}

/** In the form of a uuid, and the same each time. */
function uploadId(createdMs: number): string {
  return `00000000-0000-4000-8000-${createdMs.toString(16).padStart(12, '0')}`;
}
