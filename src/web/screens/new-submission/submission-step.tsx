import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { clearDraft } from '../../lib/draft.ts';
import { findConflicts } from '../../lib/submission-conflicts.ts';
import { emptySubmission, type SubmissionValues } from '../../lib/submission-values.ts';
import { tabStorage } from '../../lib/tab-storage.ts';
import { CONFLICTS_ID } from './conflicts-panel.tsx';
import { FormShell } from './form-shell.tsx';
import { Note } from './note.tsx';
import { PathsSection } from './paths-section.tsx';
import { SubmissionSummary } from './submission-summary.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';
import { WhatSection } from './what-section.tsx';

interface SubmissionStepProps {
  form: SubmissionFormApi;
  projectId: string;
  isRestored: boolean;
  isKept: boolean;
  pending: boolean;
  error: unknown;
  onReview: (values: SubmissionValues) => void;
}

/** The two filled-in steps. Review is asked for only when every row is right and no two collide. */
export function SubmissionStep({ form, projectId, isRestored, isKept, pending, error, onReview }: SubmissionStepProps) {
  const [isNoteShown, setNoteShown] = useState(isRestored);

  function startOver() {
    form.reset(emptySubmission());
    clearDraft(tabStorage(), projectId);
    setNoteShown(false);
    form.setFocus('group');
  }

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
      note={
        isNoteShown && (
          <Note
            tone="plain"
            actions={
              <>
                <Button size="compact-sm" variant="default" onClick={startOver}>
                  <Trans>Start over</Trans>
                </Button>
                <Button size="compact-sm" variant="subtle" onClick={() => setNoteShown(false)}>
                  <Trans>Keep it</Trans>
                </Button>
              </>
            }
          >
            <Trans>Restored what you had typed in this tab.</Trans>
          </Note>
        )
      }
    >
      <WhatSection form={form} projectId={projectId} />
      <PathsSection form={form} projectId={projectId} />
    </FormShell>
  );
}
