/**
 * The tables, as both engines hold them. `events` is the record and is only ever added to; `entries` and `items` say where
 * things stand, written in the same transaction, so that lists and restarts need not read a million events. '' stands for
 * "no group": NULLs are unequal to each other. JSON is text: nothing here looks into it. Flags are 0 and 1.
 */
import { Kysely, type Transaction } from 'kysely';
import type { Kind } from '../domain/kind.ts';
import type { Status } from '../domain/status.ts';
import type { Change } from './change.ts';
import type { Connection } from './connection.ts';
import type { EntryType, Observation, OperationItem, Outcome, RecordedEvent, Settlement, Stage } from './entry.ts';

export interface Tables {
  ledger_schema: { version: number };
  entries: EntriesTable;
  items: ItemsTable;
  events: EventsTable;
  /** Which groups an entry is about, and what else lists by group are filtered by. */
  entry_groups: EntryGroupsTable;
  /** One row for each entry that is not over. A lease for several replicas is two more columns here. */
  watches: { entry_id: string; due_at: number };
  idempotency_keys: { key_hash: string; request_digest: string; entry_id: string; created_at: number };
  /** The latest item that brought each package, as far as is known. */
  known_paths: { project_id: string; group_name: string; name: string; entry_id: string; position: number };
  /** The latest item by which a user attached a path to each package, or took it back. */
  attached_paths: { project_id: string; group_name: string; name: string; entry_id: string; position: number };
  changes: ChangesTable;
  package_states: PackageStatesTable;
  /** Since when a project's changes are noted. */
  change_journals: { project_id: string; since: number };
}

/** What reads showed as changed without us. Only ever added to. */
export interface ChangesTable {
  id: string;
  project_id: string;
  /** '' for no group, null for a summary of the whole project. */
  group_name: string | null;
  /** Null for the group itself, and in a summary. */
  name: string | null;
  what: Change['what'];
  at: number;
  since: number | null;
  data: string;
}

/** The last state of a package that the change journal has accounted for, where it is not the one a submission was last seen in. */
export interface PackageStatesTable {
  project_id: string;
  group_name: string;
  name: string;
  at: number;
  updated_at: number | null;
  underlying_name: string | null;
  is_gone: number;
  is_ours: number;
}

export interface EntryGroupsTable extends Pick<EntriesTable, 'project_id' | 'group_name' | 'actor' | 'outcome' | 'type'> {
  entry_id: string;
}

export interface EntriesTable {
  id: string;
  project_id: string;
  type: EntryType;
  created_at: number;
  actor: string;
  stage: Stage;
  outcome: Outcome;
  version: number;
  /** The one group of the entry; '' for none or several. */
  group_name: string;
  group_count: number;
  item_count: number;
  kind: Kind | null;
  is_async: number | null;
  new_owner: string | null;
  request_id: string;
  request_digest: string;
  repeats_id: string | null;
  sent_at: number | null;
  /** For an operation: when it ended. */
  answered_at: number | null;
  http_status: number | null;
  error_code: string | null;
  upstream_request_id: string | null;
  settles_at: number | null;
  verdict: Settlement['verdict'] | null;
  observed: Observation['how'] | null;
  is_closed: number;
  note: string | null;
  call: string | null;
  before: string | null;
  answer: string | null;
  error: string | null;
  settlement: string | null;
  observation: string | null;
}

export interface ItemsTable {
  entry_id: string;
  position: number;
  project_id: string;
  group_name: string;
  name: string | null;
  path: string | null;
  obs_uri: string | null;
  preflight: string | null;
  etag: string | null;
  size_bytes: number | null;
  last_modified: number | null;
  version_id: string | null;
  status: Status | null;
  seen_at: number | null;
  updated_at: number | null;
  underlying_name: string | null;
  took_ms: number | null;
  state: OperationItem['state'] | null;
  was_gone: number | null;
  /** What an operation met; of a submission's package, why it failed (`Explanation`). */
  error: string | null;
}

export interface EventsTable {
  entry_id: string;
  seq: number;
  at: number;
  type: RecordedEvent['type'];
  position: number | null;
  data: string;
}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export interface Database {
  engine: Connection['engine'];
  db: Db;
}

export function connect({ engine, dialect }: Connection): Database {
  return { engine, db: new Kysely<Tables>({ dialect }) };
}

/** In the order in which they refer to each other. */
export const ENTRY_TABLE_NAMES = [
  'entries',
  'items',
  'events',
  'entry_groups',
  'watches',
  'idempotency_keys',
  'known_paths',
  'attached_paths',
] as const;
/** Those that belong to no entry. */
export const OTHER_TABLE_NAMES = ['changes', 'package_states', 'change_journals'] as const;
export const TABLE_NAMES = [...ENTRY_TABLE_NAMES, ...OTHER_TABLE_NAMES] as const;

/** Text that either engine takes and gives back: PostgreSQL knows neither NUL nor half a surrogate pair. */
export function storable<T extends string | null>(text: T): T {
  return (text === null ? null : text.replaceAll('\0', '\u{fffd}').toWellFormed()) as T; // a string stays one
}

export const noGroup = '';
