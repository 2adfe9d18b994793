/**
 * Whether anything was lost or done twice, from what was told and what the cloud itself has seen. Pure. The server under test
 * is never asked what is true: only what it claims.
 */

/** One key as its client sees it: a reviewed submission, sent again with the same key until it was answered. */
export interface Attempt {
  key: string;
  /** The name of a package that no other key has. */
  marker: string;
  /** Every answer, in the order they came. `notSent`: told that nothing was sent, in an answer that ends the key. */
  told: Claim[];
  /** Every submission it was told it is: one. */
  ids: string[];
}

export type Claim = 'accepted' | 'refused' | 'unknown' | 'sending' | 'notSent';

export type Verdict = 'arrived' | 'partly' | 'not_found' | 'undetermined';

/** An upload as it reached the cloud. */
export interface CloudCall {
  markers: string[];
  /** Null where the connection was cut. */
  status: number | null;
}

/** A submission as the record has it in the end. */
export interface Row {
  marker: string;
  outcome: string;
  verdict: Verdict | null;
}

export interface History {
  attempts: readonly Attempt[];
  calls: readonly CloudCall[];
  /** What the cloud lists in the end. */
  present: ReadonlySet<string>;
  /** Null where the server under test keeps no record. */
  rows: readonly Row[] | null;
}

export interface Findings {
  keys: number;
  acknowledged: number;
  undetermined: number;
  /** Markers, or keys, of whatever is wrong. */
  lost: string[];
  doubled: string[];
  unanswered: string[];
  unsettled: string[];
  /** In words: the record says what the cloud refutes, or something else than a client was told. */
  untrue: string[];
  /** Sent, and not in the record. */
  unrecorded: string[];
}

export function judge({ attempts, calls, present, rows }: History): Findings {
  const arrivals = new Map<string, number>();
  const taken = new Set<string>();
  for (const { markers, status } of calls) {
    for (const marker of markers) {
      arrivals.set(marker, (arrivals.get(marker) ?? 0) + 1);
      if (status === null || status < 300) taken.add(marker);
    }
  }
  const rowsOf = Map.groupBy(rows ?? [], ({ marker }) => marker);
  const isAcknowledged = ({ marker, told }: Attempt) =>
    told.includes('accepted') || (rowsOf.get(marker) ?? []).some(({ verdict }) => verdict === 'arrived');
  const acknowledged = attempts.filter(isAcknowledged);

  const contradictions = attempts.flatMap(({ marker, told, ids }) => {
    const why = [];
    const claims = [...new Set(told)].join(', ');
    const recorded = rowsOf.get(marker)?.[0];
    const isDenied = told.includes('refused') || told.includes('notSent');
    if (new Set(ids).size > 1) why.push(`${marker} is two submissions`);
    if (told.includes('accepted') && isDenied) why.push(`${marker} was told ${claims}`);
    if (isDenied && arrivals.has(marker)) why.push(`${marker} was told ${claims} and arrived`);
    if (rows && told.includes('accepted') && recorded?.outcome !== 'accepted')
      why.push(`${marker} was told accepted and is recorded as ${recorded?.outcome ?? 'nothing'} ${recorded?.verdict ?? ''}`.trimEnd());
    return why;
  });
  const falsehoods = (rows ?? []).flatMap(({ marker, outcome, verdict }) => {
    const saysNo = outcome === 'refused' || verdict === 'not_found';
    const saysYes = outcome === 'accepted' || verdict === 'arrived';
    // One upload arrives whole or not at all.
    const isFalse = verdict === 'partly' || (saysNo && taken.has(marker)) || (saysYes && !taken.has(marker));
    return isFalse ? [`${marker} is recorded as ${outcome} ${verdict ?? ''} and ${taken.has(marker) ? 'arrived' : 'did not arrive'}`] : [];
  });
  const recordedTwice = [...rowsOf].filter(([, found]) => found.length > 1).map(([marker]) => `${marker} is recorded twice`);

  return {
    keys: attempts.length,
    acknowledged: acknowledged.length,
    undetermined: (rows ?? []).filter(({ verdict }) => verdict === 'undetermined').length,
    lost: markersOf(acknowledged.filter(({ marker }) => !present.has(marker))),
    doubled: [...arrivals].filter(([, count]) => count > 1).map(([marker]) => marker),
    unanswered: markersOf(attempts.filter(({ told }) => told.length === 0)),
    unsettled: markersOf(
      (rows ?? []).filter(({ outcome, verdict }) => outcome === 'sending' || (outcome === 'unknown' && verdict === null)),
    ),
    untrue: [...contradictions, ...falsehoods, ...recordedTwice],
    unrecorded: rows ? [...arrivals.keys()].filter((marker) => !rowsOf.has(marker)) : [],
  };
}

/** Undetermined is an honest outcome, and a rare one: at most this share of all keys, and always room for one. */
export const UNDETERMINED_SHARE = 0.005;

/** In words; empty where nothing is wrong. */
export function mistakesIn(findings: Findings): string[] {
  const { lost, doubled, unanswered, unsettled, untrue, unrecorded } = findings;
  const lists = Object.entries({ lost, doubled, unanswered, unsettled, untrue, unrecorded });
  const mistakes = lists.flatMap(([what, markers]) =>
    markers.length > 0 ? [`${markers.length} ${what}: ${markers.slice(0, 10).join(', ')}`] : [],
  );
  if (findings.undetermined > Math.max(1, findings.keys * UNDETERMINED_SHARE)) mistakes.push(`${findings.undetermined} undetermined`);
  if (findings.acknowledged === 0) mistakes.push('nothing was acknowledged');
  return mistakes;
}

function markersOf(items: readonly { marker: string }[]): string[] {
  return items.map(({ marker }) => marker);
}
