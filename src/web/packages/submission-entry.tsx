import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import type { Submission } from '../../contract/submissions.ts';
import { Name } from '../components/name.tsx';
import { RawJson } from '../components/raw-json.tsx';
import { TimeCell } from '../components/time-cell.tsx';
import { kindWord } from '../lib/words.ts';
import { DliAnswer } from './submission-answer.tsx';
import classes from './submission-entry.module.css';
import { SubmissionOutcome } from './submission-outcome.tsx';

export function SubmissionEntry({ submission }: { submission: Submission }) {
  return (
    <article className={classes.entry}>
      <div className={classes.head}>
        <span>
          <Plural value={submission.packages.length} one="# package" other="# packages" /> · {kindWord(submission.kind)} ·{' '}
          {submission.isAsync ? <Trans>asynchronous</Trans> : <Trans>synchronous</Trans>}
        </span>
        <span>
          <Trans>
            submitted <TimeCell at={submission.submittedAt} /> by {submission.submittedBy}
          </Trans>
        </span>
      </div>
      {submission.note !== null && (
        <p className={classes.note}>
          <span className={classes.noteLabel}>
            <Trans>Note</Trans>
          </span>
          {submission.note}
        </p>
      )}
      <SubmissionOutcome submission={submission} />
      <TheCall submission={submission} />
      <EntryLink id={submission.id} />
    </article>
  );
}

/** Everything that was recorded of it, as long as the record is kept. */
function EntryLink({ id }: { id: string }) {
  const { projectId = '' } = useParams({ strict: false });
  return (
    <Link to="/p/$projectId/activity/$id" params={{ projectId, id }} className={classes.record}>
      <Trans>Everything recorded of it</Trans>
    </Link>
  );
}

/** Word for word what was sent, and what came back. */
function TheCall({ submission: { call, ...answered } }: { submission: Submission }) {
  const { t } = useLingui();
  return (
    <details className={classes.call}>
      <summary>
        <Trans>Show the call</Trans>
      </summary>
      <div className={classes.exchange}>
        <p>
          <Name>{`${call.method} ${call.path}`}</Name>
        </p>
        <RawJson value={call.body} label={t`What was sent`} />
        <DliAnswer {...answered} />
      </div>
    </details>
  );
}
