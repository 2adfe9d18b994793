import type { ExportFormat, exportsContract } from '../../contract/exports.ts';
import type { Package } from '../../contract/groups.ts';
import type { GroupOrigin } from '../../contract/origins.ts';
import { Download } from '../download.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import { BYTE_ORDER_MARK, type Cell, isoTime, type TextTable, textOf } from '../services/csv.ts';
import type { Explain } from '../services/explain.ts';
import type { GroupModel, PackageModel } from '../services/model.ts';
import type { Origins } from '../services/origins.ts';
import type { OriginsTold } from '../services/origins-told.ts';
import { createPackagesTold } from '../services/packages-told.ts';
import { type Recall, SUBMISSIONS_SHOWN } from '../services/recall.ts';
import type { Snapshot } from '../services/snapshots.ts';
import type { Submissions } from '../services/submissions.ts';
import type { Tagged } from '../services/tagged.ts';
import { GROUP_ORDERS, PACKAGE_ORDERS, type Pager } from '../services/views.ts';

export interface ExportRoutesOptions {
  tagged: Tagged;
  submissions: Submissions;
  recall: Recall;
  explain: Pick<Explain, 'of'>;
  origins: Origins;
  originsOf: (projectId: string) => OriginsTold;
  pager: Pager;
}

interface TextColumn<T> {
  name: string;
  cell: (row: T) => Cell;
}

/** Names are DLI's own where it has the value; `status` is how Groupage reads it. */
const GROUP_COLUMNS: readonly TextColumn<GroupModel & { origin: GroupOrigin | undefined }>[] = [
  { name: 'group_name', cell: (group) => group.name },
  { name: 'status', cell: (group) => group.rollUp.state },
  { name: 'packages', cell: (group) => group.rollUp.total },
  { name: 'ready', cell: (group) => group.rollUp.ready },
  { name: 'uploading', cell: (group) => group.rollUp.uploading },
  { name: 'failed', cell: (group) => group.rollUp.failed },
  { name: 'unknown', cell: (group) => group.rollUp.unknown },
  { name: 'resource_types', cell: (group) => group.kinds.join(' ') },
  { name: 'owner', cell: (group) => group.owner },
  { name: 'create_time', cell: (group) => isoTime(group.createdAt) },
  { name: 'update_time', cell: (group) => isoTime(group.updatedAt) },
  // From the ledger, and empty while that does not answer.
  { name: 'submitted_time', cell: ({ origin }) => isoTime(origin?.submittedAt ?? null) },
  { name: 'submitted_by', cell: ({ origin }) => origin?.submittedBy ?? null },
  { name: 'not_from_here', cell: ({ origin }) => origin?.notFromHere ?? null },
];

const PACKAGE_COLUMNS: readonly TextColumn<Package>[] = [
  { name: 'group_name', cell: (item) => item.group },
  { name: 'resource_name', cell: (item) => item.name },
  { name: 'status', cell: (item) => item.status },
  { name: 'dli_status', cell: (item) => item.rawStatus },
  { name: 'resource_type', cell: (item) => item.kind },
  { name: 'owner', cell: (item) => item.owner },
  { name: 'create_time', cell: (item) => isoTime(item.createdAt) },
  { name: 'update_time', cell: (item) => isoTime(item.updatedAt) },
  { name: 'took_ms', cell: (item) => item.tookMs },
  { name: 'is_async', cell: (item) => item.isAsync },
  { name: 'underlying_name', cell: (item) => item.underlyingName },
  // From the ledger, and empty while that does not answer.
  { name: 'obs_path', cell: ({ origin }) => origin?.obsUri ?? null },
  { name: 'size_bytes', cell: ({ origin }) => origin?.sizeBytes ?? null },
  { name: 'path_from', cell: ({ origin }) => origin?.how ?? null },
  { name: 'path_time', cell: ({ origin }) => isoTime(origin?.at ?? null) },
  { name: 'path_by', cell: ({ origin }) => origin?.by ?? null },
  { name: 'not_from_here', cell: ({ origin }) => (origin === undefined ? null : origin === null || origin.isChangedSince) },
  // Codes, and empty while the object is being looked at.
  { name: 'failure_reason', cell: ({ failure }) => failure?.reason ?? null },
  { name: 'failure_certainty', cell: ({ failure }) => failure?.certainty ?? null },
];

export function exportRoutes(options: ExportRoutesOptions): Handlers<typeof exportsContract> {
  const { tagged, submissions, recall, explain, origins, originsOf, pager } = options;

  async function packages(
    snapshot: Snapshot,
    group: string | null,
    rows: readonly PackageModel[],
    format: ExportFormat,
  ): Promise<Download> {
    const { projectId } = snapshot;
    await Promise.all([recall.group(projectId, group), origins.loading(snapshot)]);
    const latest = submissions.latest(projectId, group, SUBMISSIONS_SHOWN);
    const told = createPackagesTold(submissions, projectId, latest, originsOf(projectId), { explain });
    const cellsOf = cellsBy(PACKAGE_COLUMNS);
    return file({
      snapshot,
      subject: group === null ? 'ungrouped' : `group-${group}`,
      head: PACKAGE_COLUMNS.map(({ name }) => name),
      rows,
      // Told row by row while the file is written: thousands at once would hold up everybody else.
      cellsOf: (item) => cellsOf(told(item)),
      format,
    });
  }

  return {
    async exportGroups({ params: { projectId }, query }) {
      const { snapshot, listed } = await tagged.get(projectId, { tag: query.tag });
      const rows = pager.matching(listed.groups, GROUP_ORDERS, query);
      await origins.loading(snapshot);
      const told = originsOf(projectId);
      const cellsOf = cellsBy(GROUP_COLUMNS);
      const head = GROUP_COLUMNS.map(({ name }) => name);
      return file({
        snapshot,
        subject: 'groups',
        head,
        rows,
        cellsOf: (group) => cellsOf({ ...group, origin: told.group(group) }),
        format: query.format,
      });
    },

    async exportGroup({ params: { projectId }, query }) {
      const { snapshot, listed } = await tagged.get(projectId, { tag: query.tag });
      if (!snapshot.model.groupByName.has(query.name)) throw new ApiError('group_not_found', 'DLI lists no group of this name.');
      return packages(snapshot, query.name, pager.matching(listed.packagesOf(query.name), PACKAGE_ORDERS, query), query.format);
    },

    async exportUngrouped({ params: { projectId }, query }) {
      const { snapshot, listed } = await tagged.get(projectId, { tag: query.tag });
      return packages(snapshot, null, pager.matching(listed.packagesOf(null), PACKAGE_ORDERS, query), query.format);
    },
  };
}

function cellsBy<T>(columns: readonly TextColumn<T>[]): (row: T) => Cell[] {
  return (row) => columns.map(({ cell }) => cell(row));
}

interface File<T> extends Omit<TextTable<T>, 'separator'> {
  snapshot: Snapshot;
  subject: string;
  format: ExportFormat;
}

/** Named after its project, its subject and the read it shows: `groupage-local-groups-20261122T170500Z.csv`. */
function file<T>({ snapshot, subject, format, ...table }: File<T>): Download {
  const at = new Date(snapshot.readAt).toISOString().replace(/[-:]|\.\d+/g, '');
  const text = textOf({ separator: format === 'csv' ? ',' : '\t', ...table });
  return new Download({
    contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'text/tab-separated-values; charset=utf-8',
    fileName: `groupage-${snapshot.projectId}-${subject}-${at}.${format}`,
    rows: table.rows.length,
    text: format === 'csv' ? marked(text) : text,
  });
}

async function* marked(text: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK;
  yield* text;
}
