import { Trans } from '@lingui/react/macro';
import { findConflicts } from '../../lib/submission-conflicts.ts';
import type { SubmissionValues } from '../../lib/submission-values.ts';
import { CONFLICTS_ID } from './conflicts-panel.tsx';
import { FormShell } from './form-shell.tsx';
import { PathsSection } from './paths-section.tsx';
import { StartNote } from './start-note.tsx';
import { SubmissionSummary } from './submission-summary.tsx';
import { useBegun } from './use-begun.ts';
import type { Starting } from './use-start.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';
import { WhatSection } from './what-section.tsx';

interface SubmissionStepProps {
  form: SubmissionFormApi;
  projectId: string;
  starting: Starting;
  isKept: boolean;
  pending: boolean;
  error: unknown;
  onReview: (values: SubmissionValues) => void;
}

/** The two filled-in steps. Review is asked for only when every row is right and no two collide. */
export function SubmissionStep({ form, projectId, starting, isKept, pending, error, onReview }: SubmissionStepProps) {
  useBegun(form, starting.begun.start);

  function reviewUnlessBlocked(values: SubmissionValues) {
    const { duplicates, names } = findConflicts(values.paths.map((row) => row.path));
    if (duplicates.length + names.length > 0) document.getElementById(CONFLICTS_ID)?.focus();
    else onReview(values);
  }

  return (
    <FormShell
      pending={pending}
      error={error}
      errorTitle={<Trans>The submission could not be reviewed. Nothing was sent, and your input is kept.</Trans>}
      submitLabel={<Trans>Review</Trans>}
      summary={<SubmissionSummary form={form} isKept={isKept} />}
      onSubmit={form.handleSubmit(reviewUnlessBlocked)}
      note={<StartNote form={form} starting={starting} />}
    >
      <WhatSection form={form} projectId={projectId} />
      <PathsSection form={form} projectId={projectId} />
    </FormShell>
  );
}
