import { useLingui } from '@lingui/react/macro';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { GroupList, GroupView, UngroupedView } from '../../contract/groups.ts';
import type { Answered } from '../api/client.ts';
import { projectKey } from '../api/groups.ts';
import { type ProjectCounts, projectCounts, type ReadList, type ReadView } from '../lib/project-counts.ts';
import { signTab } from '../lib/tab.ts';

/** Title and icon follow what the screens have read; nothing is read for them. */
export function useTabSigns(projectId: string | undefined): void {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  // Two numbers as one string: the same as long as they are.
  const counted = useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(listener),
    () => {
      const counts = projectId === undefined ? null : countsInCache(client, projectId);
      return `${counts?.uploading ?? 0} ${counts?.failed ?? 0}`;
    },
  );
  const [uploading = 0, failed = 0] = counted.split(' ').map(Number);
  const words = [uploading > 0 && t`${i18n.number(uploading)} uploading`, failed > 0 && t`${i18n.number(failed)} failed`].filter(Boolean);
  const signs = words.join(', ');
  const icon = uploading > 0 ? 'favicon-uploading' : failed > 0 ? 'favicon-failed' : 'favicon';
  useEffect(() => signTab(signs, icon), [signs, icon]);
}

function countsInCache(client: QueryClient, projectId: string): ProjectCounts | null {
  const key = projectKey(projectId);
  const lists = answers<GroupList>(client, [...key, 'groups']).map(([, { data, asOf }]): ReadList => ({ ...data, asOf: asOf ?? 0 }));
  const groups = answers<GroupView>(client, [...key, 'group']).map(
    ([queryKey, { data, asOf }]): ReadView => ({
      name: String(queryKey[key.length + 1]),
      rollUp: data.group?.rollUp ?? null,
      asOf: asOf ?? 0,
    }),
  );
  const ungrouped = answers<UngroupedView>(client, [...key, 'ungrouped']).map(
    ([, { data, asOf }]): ReadView => ({ name: null, rollUp: data.rollUp, asOf: asOf ?? 0 }),
  );
  return projectCounts(lists, [...groups, ...ungrouped]);
}

/** What the queries under a key hold (see `api/groups.ts`, which makes the keys). */
function answers<T>(client: QueryClient, queryKey: readonly unknown[]) {
  return client.getQueriesData<Answered<T>>({ queryKey }).flatMap(([at, held]) => (held ? [[at, held] as const] : []));
}
