import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { uploadCallFor } from '../../../domain/kind.ts';
import { Choice } from './choice.tsx';
import { Note } from './note.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';
import classes from './what-section.module.css';

/** Sync or async, in words of what happens; and which of DLI's calls that makes it. */
export function RunField({ form }: { form: SubmissionFormApi }) {
  const { t } = useLingui();
  const id = useId();
  const { field } = useController({ control: form.control, name: 'isAsync' });
  const [kind, tags, target, group] = useWatch({ control: form.control, name: ['kind', 'tags', 'target', 'group'] });
  const call = uploadCallFor({ kind, isAsync: field.value, hasTags: tags.length > 0 });
  const overwrites = call !== 'resources' && target === 'group';

  return (
    <div className={classes.field} role="radiogroup" aria-labelledby={id}>
      <span id={id} className={classes.label}>
        <Trans>How DLI copies</Trans>
      </span>
      <Choice
        type="radio"
        name={field.name}
        checked={field.value}
        onChange={() => field.onChange(true)}
        label={t`In the background (recommended)`}
        description={t`is_async: true. DLI answers at once and copies afterwards; each package is followed until it is Ready or Failed.`}
      />
      <Choice
        type="radio"
        name={field.name}
        checked={!field.value}
        onChange={() => field.onChange(false)}
        label={t`Wait for the answer`}
        description={t`is_async: false. DLI answers when it has copied everything. Best for a few small files.`}
      />
      {overwrites && (
        <Note tone="amber">
          <Trans>
            This makes it <code>POST …/{call}</code>. Huawei’s page for that call says that a group of the same name is overwritten:
            packages of <strong>{group || t`the group`}</strong> that are not listed here may be removed. Review shows which.
          </Trans>
        </Note>
      )}
    </div>
  );
}
