/**
 * Which event may follow on what, and what it makes of the entry. Pure; the transaction around it is in `record.ts`.
 *
 *     intent ── sent ──┬── answered ──────────┬── observed     An answer that was lost may still come: answered after all.
 *                      └── lost ── settled ───┘                Until one did, it may turn out that nothing was sent.
 */
import type { LedgerEvent } from './entry.ts';
import { LedgerError } from './errors.ts';
import { withoutSecrets } from './secrets.ts';
import { type EntriesTable, storable } from './tables.ts';

type Entry = Pick<EntriesTable, 'type' | 'stage' | 'outcome' | 'settlement' | 'is_closed'>;
type Patch = Partial<Omit<EntriesTable, 'id'>>;
type EventOf<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>;

/** @throws LedgerError `conflict` */
export function advance(entry: Entry, event: LedgerEvent): Patch {
  if (!isOpenTo(entry, event)) {
    throw new LedgerError('conflict', `"${event.type}" does not follow on "${entry.stage}" (${entry.outcome}).`);
  }
  switch (event.type) {
    case 'sent':
      return { stage: 'sent', sent_at: event.at };
    case 'answered':
      return {
        ...evidenceOf(event),
        stage: later(entry, 'answered'),
        outcome: event.outcome,
        answered_at: event.at,
        settles_at: null,
        answer: json(event.answer),
      };
    case 'notSent':
      return { stage: later(entry, 'answered'), outcome: 'refused', settles_at: null, error: json(event.error) };
    case 'lost':
      return { ...evidenceOf(event), outcome: 'unknown', settles_at: event.settlesAt };
    case 'settled': {
      const { verdict, at, found, missing } = event;
      return { verdict, settlement: JSON.stringify({ verdict, at, found, missing }) };
    }
    case 'observed': {
      const { how, at, removed, members } = event;
      return { stage: 'observed', observed: how, observation: JSON.stringify({ how, at, removed, members }) };
    }
    case 'item':
      return entry.stage === 'intent' ? { stage: 'sent', sent_at: event.at } : {};
    case 'finished':
      return { stage: 'answered', answered_at: event.at };
    case 'closed':
      return { is_closed: 1 };
    case 'status':
    case 'explained':
      return {};
  }
}

function isOpenTo(entry: Entry, event: LedgerEvent): boolean {
  const { stage, outcome } = entry;
  if (event.type === 'closed') return entry.is_closed === 0;
  if (entry.type !== 'submission') {
    if (event.type === 'sent') return stage === 'intent' && outcome === 'running';
    return outcome === 'running' && (event.type === 'item' || event.type === 'finished');
  }
  const isUndecided = outcome === 'sending' || outcome === 'unknown';
  switch (event.type) {
    case 'sent':
      return stage === 'intent' && outcome === 'sending';
    case 'answered':
      return isUndecided && stage !== 'intent';
    case 'notSent':
      return isUndecided;
    case 'lost':
      return stage === 'sent' && (outcome === 'sending' || (outcome === 'unknown' && entry.settlement === null));
    case 'settled':
      return outcome === 'unknown' && entry.settlement === null;
    case 'observed':
      return stage !== 'observed' && (outcome === 'accepted' || (outcome === 'unknown' && entry.settlement !== null));
    case 'status':
    case 'explained':
      return stage !== 'intent' && outcome !== 'refused';
    default:
      return false;
  }
}

function later(entry: Entry, stage: 'answered'): EntriesTable['stage'] {
  return entry.stage === 'observed' ? 'observed' : stage;
}

/** What the call said for itself; a `lost` that knows less than one before it takes nothing away. */
function evidenceOf(event: EventOf<'answered' | 'lost'>): Patch {
  const told = {
    http_status: event.httpStatus,
    error_code: storable(event.errorCode),
    upstream_request_id: storable(event.upstreamRequestId),
    error: json(event.error),
  };
  if (event.type === 'answered') return told;
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
}

export function json(value: EventOf<'answered'>['answer']): string | null {
  return value === null ? null : JSON.stringify(withoutSecrets(value));
}

/** Whether somebody should go on with it: send, settle or watch. `unfinished`: packages that no read has shown final. */
export function isOpen(entry: Pick<EntriesTable, 'type' | 'outcome' | 'stage' | 'is_closed' | 'verdict'>, unfinished: number): boolean {
  if (entry.is_closed === 1) return false;
  if (entry.type !== 'submission') return entry.outcome === 'running';
  switch (entry.outcome) {
    case 'sending':
      return true;
    case 'unknown':
      if (entry.verdict === null) return true;
      return entry.verdict !== 'not_found' && (unfinished > 0 || entry.stage !== 'observed');
    case 'accepted':
      return unfinished > 0 || entry.stage !== 'observed';
    default:
      return false;
  }
}
