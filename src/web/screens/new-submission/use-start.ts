import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffectEvent, useLayoutEffect, useMemo, useState } from 'react';
import type { Session } from '../../../contract/session.ts';
import { sessionQuery } from '../../api/session.ts';
import { membersQuery, recordedStartQuery } from '../../api/submission-start.ts';
import { clearDraft, type Draft } from '../../lib/draft.ts';
import { readPicked } from '../../lib/picked-paths.ts';
import {
  type Members,
  type Start,
  type StartAddress,
  type StartTask,
  startOfAddition,
  startOfCopy,
  startOfPicked,
  startOfReplacement,
  startOfSample,
  startTaskOf,
} from '../../lib/submission-start.ts';
import { emptySubmission, isSame, isUntouched, type SubmissionValues } from '../../lib/submission-values.ts';
import { tabStorage } from '../../lib/tab-storage.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

/** What the form holds. */
export interface Begun {
  /** The task it was begun with, as text; empty for none. */
  origin: string;
  /** What it was filled with then: while it still holds that, nothing was typed. */
  pristine: SubmissionValues | null;
  start: Start | null;
  isRestored: boolean;
}

const NOTHING: Begun = { origin: '', pristine: null, start: null, isRestored: false };

export type Starting = ReturnType<typeof useStart>;

/**
 * Fills the form with what the address asks for. What was typed before and not sent is never overwritten by it: then the
 * start is an `offer`, which the user takes or leaves.
 */
export function useStart(form: SubmissionFormApi, draft: Draft | null, projectId: string, address: StartAddress) {
  const navigate = useNavigate();
  const [begun, setBegun] = useState<Begun>(draft ? { ...NOTHING, origin: draft.origin, isRestored: true } : NOTHING);
  const { data: session } = useQuery(sessionQuery());
  const { group, copy, replace, again, sample, picked, entry, only } = address;
  const task = useMemo(
    () => startTaskOf({ group, copy, replace, again, sample, picked, entry, only }),
    [group, copy, replace, again, sample, picked, entry, only],
  );
  const origin = task ? JSON.stringify(task) : '';
  const pending = origin === '' || origin === begun.origin ? null : task;

  const members = useQuery(membersQuery(projectId, pending && membersFor(pending)));
  const recorded = useQuery(recordedStartQuery(projectId, pending?.kind === 'entry' ? pending : null));
  const read = pending?.kind === 'entry' ? recorded : members;
  const start = useMemo(() => {
    if (pending?.kind === 'entry') return recorded.data ?? null;
    if (pending?.kind !== 'picked') return pending && startFor(pending, members.data, session?.samples ?? null);
    const paths = readPicked(tabStorage(), projectId, pending.id);
    return paths && startOfPicked(pending.id, paths);
  }, [pending, members.data, recorded.data, session, projectId]);

  function begin(begins: Start) {
    form.reset(begins.values);
    clearDraft(tabStorage(), projectId);
    setBegun({ origin: JSON.stringify(begins.task), pristine: begins.values, start: begins, isRestored: false });
  }

  const beginUnlessTyped = useEffectEvent((arrived: Start) => {
    const values = form.getValues();
    if (isMeantAlready(arrived, values)) setBegun((now) => ({ ...now, origin }));
    else if (isUntouched(values) || (begun.pristine && isSame(values, begun.pristine))) begin(arrived);
  });
  // Before the browser paints, so that an empty form is not seen first.
  useLayoutEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the form, which is filled here, stands outside of React
    if (start) beginUnlessTyped(start);
  }, [start]);

  return {
    begun,
    offer: start,
    /** Nothing to show yet: what it begins with is being read. */
    isReading: read.isFetching && isUntouched(form.getValues()),
    failure: pending && read.error ? { task: pending, error: read.error, retry: () => void read.refetch() } : null,
    begin,
    /** The offer is left. */
    keep: () => void navigate({ to: '.', search: {}, replace: true }),
    hideRestored: () => setBegun((now) => ({ ...now, isRestored: false })),
    startOver() {
      form.reset(emptySubmission());
      clearDraft(tabStorage(), projectId);
      setBegun(NOTHING);
    },
  };
}

/** What is being typed goes into that group anyway, or is what would be filled in. */
function isMeantAlready({ task, values: begins }: Start, values: SubmissionValues): boolean {
  if (isSame(values, begins)) return true;
  return task.kind === 'add' && values.target === 'group' && values.group === task.group;
}

function membersFor(task: StartTask) {
  if (task.kind === 'add') return { group: task.group, isKindAlone: true as const };
  if (task.kind === 'copy') return { group: task.group };
  return task.kind === 'replace' || task.kind === 'again' ? { group: task.group, name: task.name } : null;
}

function startFor(
  task: Exclude<StartTask, { kind: 'picked' | 'entry' }>,
  members: Members | undefined,
  samples: Session['samples'],
): Start | null {
  if (task.kind === 'sample') return samples && startOfSample(samples);
  if (!members) return null;
  if (task.kind === 'add') return startOfAddition(task.group, members.packages);
  return task.kind === 'copy' ? startOfCopy(task.group, members) : startOfReplacement(task, members);
}
