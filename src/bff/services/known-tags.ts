/** The tags that packages of a project have, to choose from: asked at most once a minute, and after each change of ours. */
import { KNOWN_VALUES_MAX, type KnownTags } from '../../contract/tags.ts';
import type { Clock } from '../../dli/clock.ts';
import type { WireKnownTags } from '../../dli/wire.ts';
import type { Projects } from '../projects.ts';
import { compareText } from './natural-key.ts';

export interface KnownTagsService {
  /** @throws DliError */
  get(projectId: string): Promise<KnownTags>;
  forget(projectId: string): void;
}

export interface KnownTagsOptions {
  projects: Projects;
  clock: Clock;
  /** Changes with every submission of the project: it may bring tags. */
  versionOf: (projectId: string) => number;
}

const KEPT_MS = 60_000;
const PROJECTS_MAX = 1_000;

export function createKnownTags({ projects, clock, versionOf }: KnownTagsOptions): KnownTagsService {
  const kept = new Map<string, { tags: Promise<KnownTags>; atMs: number; version: number }>();
  const keyOf = (projectId: string) => `${projects.of(projectId).dli.credentialScope}\n${projectId}`;

  return {
    get(projectId) {
      const key = keyOf(projectId);
      const version = versionOf(projectId);
      const known = kept.get(key);
      if (known && known.version === version && clock.now() - known.atMs < KEPT_MS) return known.tags;
      if (kept.size >= PROJECTS_MAX) kept.clear();
      const entry = { tags: read(projects, projectId), atMs: clock.now(), version };
      kept.set(key, entry);
      // A failure is for those who asked together, and for nobody after them.
      entry.tags.catch(() => kept.get(key) === entry && kept.delete(key));
      return entry.tags;
    },
    forget: (projectId) => void kept.delete(keyOf(projectId)),
  };
}

async function read(projects: Projects, projectId: string): Promise<KnownTags> {
  const { data } = await projects.of(projectId).dli.listTags(projectId);
  return { tags: toldOf(data) };
}

/** What the filter cannot express is left out: a comma separates tags, and the first `=` ends a key. */
function toldOf({ tags }: WireKnownTags): KnownTags['tags'] {
  return (tags ?? [])
    .flatMap(({ key, values }) => (key && !/[,=]/.test(key) ? [{ key, values: valuesOf(values) }] : []))
    .sort((a, b) => compareText(a.key, b.key));
}

function valuesOf(values: readonly string[] | null | undefined): string[] {
  return [...new Set(values)]
    .filter((value) => !value.includes(','))
    .sort(compareText)
    .slice(0, KNOWN_VALUES_MAX);
}
