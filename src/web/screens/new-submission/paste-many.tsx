import { Plural, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { type DragEvent, useDeferredValue, useMemo } from 'react';
import { useController } from 'react-hook-form';
import { splitPaste } from '../../lib/paste-paths.ts';
import { freshPaths } from '../../lib/submission-conflicts.ts';
import classes from './paths-section.module.css';
import type { SubmissionFormApi } from './use-submission-form.ts';

interface PasteManyProps {
  form: SubmissionFormApi;
  /** Adds rows; answers what found no room. */
  onAdd: (paths: string[]) => string[];
}

/** A box for lists of any form: what was found in it is said before it becomes rows. */
export function PasteMany({ form, onAdd }: PasteManyProps) {
  const { t } = useLingui();
  const { field } = useController({ control: form.control, name: 'bulk' });
  const text = useDeferredValue(field.value);
  const found = useMemo(() => splitPaste(text), [text]);
  const fresh = freshPaths(
    found.paths,
    form.getValues('paths').map((row) => row.path),
  );
  const repeated = found.paths.length - fresh.length;
  const skipped = found.skipped.length;

  async function takeFile(event: DragEvent) {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    field.onChange([field.value.trim(), await file.text()].filter(Boolean).join('\n'));
  }

  return (
    <div className={classes.bulk}>
      <Textarea
        {...field}
        label={t`Paste many OBS paths`}
        description={t`One a line, comma-separated, JSON, CSV with a header: any mixture. A text or CSV file can be dropped here.`}
        rows={4}
        maxRows={14}
        resize="vertical"
        spellCheck={false}
        classNames={{ input: classes.bulkInput ?? '' }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={takeFile}
      />
      {found.paths.length + skipped > 0 && (
        <div className={classes.found}>
          <span role="status">
            <Plural value={found.paths.length} one="# path found" other="# paths found" />
            {repeated > 0 && (
              <>
                {', '}
                <Plural value={repeated} one="# of them a repetition" other="# of them repetitions" />
              </>
            )}
            {skipped > 0 && (
              <>
                {', '}
                <Plural value={skipped} one="# line left out (heading or comment)" other="# lines left out (headings or comments)" />
              </>
            )}
          </span>
          <Button size="xs" disabled={fresh.length === 0} onClick={() => field.onChange(onAdd(fresh).join('\n'))}>
            <Plural value={fresh.length} _0="Nothing new to add" one="Add # row" other="Add # rows" />
          </Button>
          {repeated > 0 && (
            <Button size="xs" variant="default" onClick={() => field.onChange(onAdd(found.paths).join('\n'))}>
              <Plural value={found.paths.length} one="Add # row, with repetitions" other="Add all # rows, with repetitions" />
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
