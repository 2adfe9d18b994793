import { Plural, Trans } from '@lingui/react/macro';
import { useWatch } from 'react-hook-form';
import { filledPaths } from '../../lib/submission-values.ts';
import classes from './form-shell.module.css';
import type { SubmissionFormApi } from './use-submission-form.ts';

/** In the bar: how much will be reviewed. */
export function SubmissionSummary({ form, isKept }: { form: SubmissionFormApi; isKept: boolean }) {
  const count = useWatch({ control: form.control, name: 'paths', compute: (paths) => filledPaths({ paths }).length });
  const hasBulk = useWatch({ control: form.control, name: 'bulk', compute: (text) => text.trim() !== '' });
  return (
    <>
      <span>
        <Plural value={count} one="# path" other="# paths" />
      </span>
      {hasBulk && (
        <span>
          <Trans>The text in the paste box is not part of it yet</Trans>
        </span>
      )}
      <span className={classes.aside}>
        {isKept ? (
          <Trans>Nothing is sent before you have reviewed it</Trans>
        ) : (
          <Trans>This browser keeps no draft: a reload would lose it</Trans>
        )}
      </span>
    </>
  );
}
