import type { PathCheck, preflightContract } from '../../contract/preflight.ts';
import { formatObsUri, type ParsedObsPath, parseObsPath } from '../../domain/obs-path.ts';
import type { Handlers } from '../implement.ts';
import type { Projects } from '../projects.ts';
import { objectFindings, pathFindings } from '../services/findings.ts';
import type { Looked, Preflight } from '../services/preflight.ts';

export interface PreflightRoutesOptions {
  preflight: Preflight;
  projects: Projects;
}

export function preflightRoutes({ preflight, projects }: PreflightRoutesOptions): Handlers<typeof preflightContract> {
  return {
    async checkPaths({ params: { projectId }, body: { paths, kind } }, { signal, wantsFresh }) {
      const { region } = projects.of(projectId);
      const options = { signal: signal(), fresh: wantsFresh };
      // One look for rows that name the same object, also when each asks for a new one.
      const looks = new Map<string, Promise<Looked | null>>();

      async function check(path: string, parsed: ParsedObsPath): Promise<PathCheck> {
        if (!parsed.ok) {
          const { code, params } = parsed.problem;
          return { path, object: null, findings: [{ code: `path_${code}`, ...(params && { params }), severity: 'blocks' }] };
        }
        const uri = formatObsUri(parsed.path);
        const look = looks.get(uri) ?? preflight.look(projectId, parsed.path, options);
        looks.set(uri, look);
        const looked = await look;
        const object = looked?.stat ? { sizeBytes: looked.stat.sizeBytes, lastModified: looked.stat.lastModifiedMs } : null;
        const findings = [...pathFindings({ ...parsed, kind, region }), ...objectFindings(looked, region)];
        return { path, object, findings };
      }

      return { checks: await Promise.all(paths.map((path) => check(path, parseObsPath(path)))) };
    },
  };
}
