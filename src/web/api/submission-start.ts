import { queryOptions } from '@tanstack/react-query';
import { type GroupView, groupsContract, type UngroupedView } from '../../contract/groups.ts';
import { submissionsContract } from '../../contract/submissions.ts';
import { PATHS_MAX } from '../../domain/names.ts';
import type { Members, StartTask } from '../lib/submission-start.ts';
import { call } from './client.ts';
import { projectKey } from './groups.ts';

const PAGE = 200;
/** As long as the filter's text may be. */
const TEXT_MAX = 128;

interface Wanted {
  /** Null: the ungrouped packages. */
  group: string | null;
  /** One package; without it all of them. */
  name?: string;
  /** What kinds there are is all that is asked; a group that cannot be read has none. */
  isKindAlone?: true;
}

/** What a submission begins with: read anew each time the form is opened for it, and not again under the reader's hands. */
export function membersQuery(projectId: string, wanted: Wanted | null) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'members', wanted],
    queryFn: ({ signal }) =>
      wanted?.isKindAlone ? readKinds(projectId, wanted, signal) : readMembers(projectId, wanted ?? { group: null }, signal),
    enabled: wanted !== null,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

/** What an entry of the record begins with. Its code is fetched with it: most forms begin otherwise. */
export function recordedStartQuery(projectId: string, task: Extract<StartTask, { kind: 'entry' }> | null) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'recorded-start', task],
    queryFn: async ({ signal }) => {
      const { readRecordedStart } = await import('./recorded-start.ts');
      return readRecordedStart(projectId, task, signal);
    },
    enabled: task !== null,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

/** Page by page; one page more than a submission can carry is enough to say that there is more. */
async function readMembers(projectId: string, { group, name = '' }: Wanted, signal: AbortSignal): Promise<Members> {
  const packages: GroupView['packages']['items'] = [];
  const recorded = readRecord(projectId, { group, name }, signal);
  for (let page = 1; ; page++) {
    const query = { text: name.slice(0, TEXT_MAX), sort: 'name', order: 'asc', pageSize: PAGE, page } as const;
    const view = await readPage(projectId, group, query, signal);
    packages.push(...view.packages.items);
    const isEnough = name === '' ? packages.length > PATHS_MAX : packages.some((item) => item.name === name);
    if (!isEnough && page * PAGE < view.packages.matching) continue;
    const isAsync = 'group' in view ? (view.group?.isAsync ?? null) : null;
    return { packages, submissions: view.submissions, known: await recorded, isAsync };
  }
}

/** Without the record there are the latest submissions still. */
function readRecord(projectId: string, { group, name }: Required<Omit<Wanted, 'isKindAlone'>>, signal: AbortSignal) {
  const query = { ...(group !== null && { group }), ...(name !== '' && { name }) };
  return call(submissionsContract.listKnownPaths, { params: { projectId }, query }, { signal }).then(
    ({ data }) => data.items,
    () => [],
  );
}

async function readKinds(projectId: string, { group }: Wanted, signal: AbortSignal): Promise<Members> {
  const query = { text: '', sort: 'name', order: 'asc', pageSize: 1, page: 1 } as const;
  const view = await readPage(projectId, group, query, signal).catch(() => null);
  const kinds = view && 'group' in view ? (view.group?.kinds ?? []) : [];
  return { packages: kinds.map((kind) => ({ name: '', kind })), submissions: [], isAsync: null };
}

type PageQuery = { text: string; sort: 'name'; order: 'asc'; pageSize: number; page: number };

async function readPage(
  projectId: string,
  group: string | null,
  query: PageQuery,
  signal: AbortSignal,
): Promise<GroupView | UngroupedView> {
  const params = { projectId };
  if (group === null) return (await call(groupsContract.listUngrouped, { params, query }, { signal })).data;
  return (await call(groupsContract.getGroup, { params, query: { ...query, name: group } }, { signal })).data;
}
