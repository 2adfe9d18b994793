import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useController } from 'react-hook-form';
import { KINDS } from '../../../domain/kind.ts';
import { Helped } from '../../components/help.tsx';
import { kindWord } from '../../lib/words.ts';
import { Choice } from './choice.tsx';
import { GroupField } from './group-field.tsx';
import { NoteField } from './note-field.tsx';
import { RunField } from './run-field.tsx';
import { TagsField } from './tags-field.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';
import classes from './what-section.module.css';

/** First step: which group, which kind, how DLI runs it. */
export function WhatSection({ form, projectId }: { form: SubmissionFormApi; projectId: string }) {
  const { t } = useLingui();
  const { field: target } = useController({ control: form.control, name: 'target' });

  return (
    <section className={classes.section} aria-labelledby="what-heading">
      <h2 id="what-heading">
        <Trans>What</Trans>
      </h2>
      <div className={classes.fields}>
        <div>
          <Helped topic="group">
            <GroupField form={form} projectId={projectId} />
          </Helped>
          <Choice
            type="checkbox"
            label={t`No group (ungrouped packages)`}
            checked={target.value === 'none'}
            onChange={(event) => {
              target.onChange(event.currentTarget.checked ? 'none' : 'group');
              form.clearErrors('group');
            }}
          />
        </div>
        <Helped topic="kind">
          <NativeSelect
            label={t`Kind`}
            description={t`One submission carries one kind. For a mixture, take File.`}
            data={KINDS.map((kind) => ({ value: kind, label: `${kindWord(kind)} (${kind})` }))}
            {...form.register('kind')}
          />
        </Helped>
        <Helped topic="async">
          <RunField form={form} />
        </Helped>
        <Helped topic="tags">
          <TagsField form={form} />
        </Helped>
        <NoteField form={form} />
      </div>
    </section>
  );
}
