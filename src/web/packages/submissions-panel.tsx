import { Plural, Trans } from '@lingui/react/macro';
import type { Submission } from '../../contract/submissions.ts';
import { SubmissionEntry } from './submission-entry.tsx';
import classes from './submissions-panel.module.css';

/** What became of the latest submissions: the newest in full, earlier ones folded. */
export function SubmissionsPanel({ submissions }: { submissions: readonly Submission[] }) {
  const [newest, ...earlier] = submissions;
  if (!newest) return null;
  return (
    <section className={classes.panel} aria-labelledby="latest-submissions">
      <h2 id="latest-submissions">
        <Trans>Latest submission</Trans>
      </h2>
      <SubmissionEntry submission={newest} />
      {earlier.length > 0 && (
        <details className={classes.earlier}>
          <summary>
            <Plural value={earlier.length} one="# earlier submission" other="# earlier submissions" />
          </summary>
          {earlier.map((submission) => (
            <SubmissionEntry key={submission.id} submission={submission} />
          ))}
        </details>
      )}
    </section>
  );
}
