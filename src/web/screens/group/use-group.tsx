import '@mantine/core/styles/Tabs.layer.css';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { PAGE_SIZES } from '../../../contract/common.ts';
import type { Package } from '../../../contract/groups.ts';
import type { Submission } from '../../../contract/submissions.ts';
import { formatObsUri, parseObsPath } from '../../../domain/obs-path.ts';
import { groupQuery } from '../../api/groups.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { PACKAGES_DEFAULTS, viewOf } from '../../lib/search-params.ts';
import { knownPaths } from '../../lib/submission-start.ts';
import { flinkJob, sparkBatch } from '../../lib/use-group.ts';
import classes from './use-group.module.css';

const SHOWN = Math.max(...PAGE_SIZES);
const VIEW = { ...viewOf(PACKAGES_DEFAULTS), pageSize: SHOWN, sort: 'name' as const };

interface UseGroupProps {
  projectId: string;
  name: string;
}

/** What a job writes to use the packages: by their names for older engines, by their paths for newer ones. */
export function UseGroup({ projectId, name }: UseGroupProps) {
  const { t } = useLingui();
  const { data } = useQuery(groupQuery(projectId, name, VIEW));
  const view = data?.data;
  const packages = view?.packages.items;
  const paths = useMemo(() => obsUris(packages ?? [], view?.submissions ?? []), [packages, view?.submissions]);
  if (!view || !packages) return null;
  if (packages.length === 0) {
    return (
      <p>
        <Trans>There is no package in this group that a job could use.</Trans>
      </p>
    );
  }
  const unknown = packages.length - paths.length;
  const left = view.packages.total - packages.length;
  return (
    <div className={classes.content}>
      <Tabs defaultValue="spark" keepMounted={false}>
        <Tabs.List aria-label={t`Use this group`}>
          <Tabs.Tab value="spark">
            <Trans>Spark before 3.3.1</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="flink">
            <Trans>Flink before 1.15</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="paths">
            <Trans>OBS paths</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="spark" className={classes.panel ?? ''}>
          <p>
            <Trans>
              The body of a Spark batch job, <code>POST /v2.0/{projectId}/batches</code>. Put your own class and queue in.
            </Trans>
          </p>
          <CodeBlock text={JSON.stringify(sparkBatch(name, packages), null, 2)} label={t`Spark batch job`} what={t`JSON`} />
        </Tabs.Panel>
        <Tabs.Panel value="flink" className={classes.panel ?? ''}>
          <p>
            <Trans>
              The packages in the body of a Flink jar job, <code>POST /v1.0/{projectId}/streaming/flink-jobs</code>.
            </Trans>
          </p>
          <CodeBlock text={JSON.stringify(flinkJob(name, packages), null, 2)} label={t`Flink jar job`} what={t`JSON`} />
        </Tabs.Panel>
        <Tabs.Panel value="paths" className={classes.panel ?? ''}>
          <p>
            <Trans>Spark from 3.3.1 and Flink from 1.15 on read no packages: their jobs name the objects in OBS themselves.</Trans>
          </p>
          {paths.length > 0 && <CodeBlock text={paths.join('\n')} label={t`OBS paths`} what={t`OBS paths`} />}
          {unknown > 0 && (
            <p>
              <Plural
                value={unknown}
                one="DLI does not tell where a package came from, and the path of # package is not known to this server."
                other="DLI does not tell where a package came from, and the paths of # packages are not known to this server."
              />
            </p>
          )}
        </Tabs.Panel>
      </Tabs>
      {left > 0 && (
        <p className={classes.note}>
          <Plural value={left} one="# more package is left out here." other="# more packages are left out here." />
        </p>
      )}
    </div>
  );
}

/** DLI never tells where a package came from, so these are the paths that this console's record knows. */
function obsUris(packages: readonly Pick<Package, 'name' | 'origin'>[], submissions: readonly Submission[]): string[] {
  const recorded = packages.flatMap(({ name, origin }) => (origin ? [{ name, path: origin.obsUri }] : []));
  const known = knownPaths(submissions, recorded);
  return packages.flatMap(({ name }) => {
    const parsed = parseObsPath(known.get(name) ?? '');
    return parsed.ok ? [formatObsUri(parsed.path)] : [];
  });
}
