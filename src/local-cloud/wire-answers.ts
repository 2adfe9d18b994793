/** Rows as DLI prints them. Field names and shapes as in dli_02_0130, dli_02_0168 and dli_02_0172. */

import type { WireGroup, WireModule, WirePackage, WireUploadAnswer } from '../dli/wire.ts';
import { readStatus, rollUp } from '../domain/status.ts';
import type { GroupRow, PackageRow } from './rows.ts';

/** An item of `resources` in the list, of a group's `details` there, and the body of GET one. */
export function wirePackage(row: PackageRow): Partial<WirePackage> {
  return {
    create_time: row.createdMs,
    update_time: row.updatedMs,
    resource_type: row.kind,
    resource_name: row.name,
    status: row.status,
    underlying_name: row.underlyingName,
    owner: row.owner,
  };
}

export function wireGroup(group: GroupRow, members: PackageRow[]): Partial<WireGroup> {
  return {
    group_name: group.name,
    status: groupStatus(members),
    resources: members.map((row) => row.name),
    details: members.map(wirePackage) as WirePackage[], // every field that is left out is optional on the wire
    create_time: group.createdMs,
    update_time: group.updatedMs,
    is_async: group.isAsync,
    owner: group.owner,
  };
}

/** `files` are those of this call alone; the group's own status speaks for all its members. */
export function wireUploadAnswer(group: GroupRow, members: PackageRow[], files: PackageRow[], module: object): Partial<WireUploadAnswer> {
  const details = files.map((row) => ({ ...wirePackage(row), is_async: row.isAsync }));
  return {
    ...wireGroup(group, members),
    resources: files.map((row) => row.name),
    details: details as WirePackage[], // every field that is left out is optional on the wire
    ...module,
  };
}

/** How DLI sums a group up is not documented: any failed wins, then any uploading. */
function groupStatus(members: PackageRow[]): 'FAILED' | 'UPLOADING' | 'READY' {
  const { state } = rollUp(members.map((row) => readStatus(row.status)));
  return state === 'failed' ? 'FAILED' : state === 'uploading' ? 'UPLOADING' : 'READY';
}

const MODULES_SINCE_MS = Date.UTC(2018, 2, 20);

/** Built-in groups, as the documentation of datasource connections names them. Read only. */
export const MODULES: Partial<WireModule>[] = [
  builtIn('hbase', 'CloudTable HBase and MRS HBase'),
  builtIn('opentsdb', 'CloudTable OpenTSDB and MRS OpenTSDB'),
  builtIn('rds', 'RDS MySQL and PostgreSQL'),
  builtIn('css', 'Cloud Search Service'),
];

function builtIn(name: string, of: string): Partial<WireModule> {
  return {
    module_name: `sys.datasource.${name}`,
    module_type: 'jar',
    status: 'READY',
    description: `Datasource connection to ${of}`,
    resources: [`datasource-${name}.jar`],
    create_time: MODULES_SINCE_MS,
    update_time: MODULES_SINCE_MS,
  };
}
