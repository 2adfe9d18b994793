/**
 * How jobs name the packages of a group: `group/name` references for engines that still read packages, and plain
 * `obs://` paths for those that no longer do (Spark 3.3.1 and newer, Flink 1.15 and newer).
 */
import { packageReference } from './package-reference.ts';

export interface UsedPackage {
  name: string;
  kind: string | null;
}

const MAIN_CLASS = '<main class>';
const QUEUE = '<queue>';

/** Body of `POST /v2.0/{project}/batches` (dli_02_0124). The first jar or Python file is what runs; the group brings the rest. */
export function sparkBatch(group: string | null, packages: readonly UsedPackage[]): Record<string, unknown> {
  const main = packages.find(({ kind }) => kind === 'jar') ?? packages.find(({ kind }) => kind === 'pyFile') ?? packages[0];
  const rest = packages.filter((item) => item !== main);
  const resources = rest.map(({ name, kind }) => ({ name, ...(kind === null ? {} : { type: kind }) }));
  return {
    file: main ? packageReference({ group, name: main.name }) : '',
    ...(main?.kind === 'jar' ? { className: MAIN_CLASS } : {}),
    queue: QUEUE,
    spark_version: '3.1.1',
    ...(resources.length === 0 ? {} : group === null ? { resources } : { groups: [{ name: group, resources }] }),
  };
}

/** Body of `POST /v1.0/{project}/streaming/flink-jobs`. Only jars can be run or loaded; everything else is a file beside them. */
export function flinkJob(group: string | null, packages: readonly UsedPackage[]): Record<string, unknown> {
  const jars = packages.filter(({ kind }) => kind === 'jar');
  const [main, ...others] = jars.map(({ name }) => packageReference({ group, name }));
  const files = packages.filter(({ kind }) => kind !== 'jar').map(({ name }) => packageReference({ group, name }));
  return {
    entrypoint: main ?? '',
    main_class: MAIN_CLASS,
    ...(others.length === 0 ? {} : { dependency_jars: others }),
    ...(files.length === 0 ? {} : { dependency_files: files }),
    queue_name: QUEUE,
    flink_version: '1.12',
  };
}
