import { zodResolver } from '@hookform/resolvers/zod';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useFieldArray, useForm, useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import type { TagChange } from '../../contract/tags.ts';
import { TAGS_MAX, type Tag } from '../../domain/names.ts';
import { ApiError } from '../api/client.ts';
import { type PackageAddress, useChangePackageTags } from '../api/tags.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { AddTag, TagRow } from '../components/tag-row.tsx';
import { tagIssueMessage } from '../lib/messages.ts';
import { refusedTagRows, tagChanges, tagRowIssues, unmadeChanges } from '../lib/tag-changes.ts';
import classes from './package-tags.module.css';
import { UnmadeChanges } from './unmade-changes.tsx';

interface TagsFormProps {
  projectId: string;
  address: PackageAddress;
  /** As read when the form was opened. */
  tags: readonly Tag[];
  onCancel: () => void;
  onSaved: () => void;
}

/** A tag that is there keeps its key: with another one it would be another tag. */
const Row = z.object({ key: z.string(), value: z.string(), isNew: z.boolean() });
type Row = z.infer<typeof Row>;

function schemaOver(before: readonly Tag[]) {
  const rows = z.array(Row).check(
    z.check((ctx) => {
      for (const { index, field, issue } of tagRowIssues(before, ctx.value)) {
        ctx.issues.push({ code: 'custom', input: ctx.value, path: [index, field], message: tagIssueMessage(issue) });
      }
    }),
  );
  return z.object({ tags: rows });
}

/** Adds, changes and removes. It closes once every change is made; what is not made stays in it. */
export function TagsForm({ projectId, address, tags, onCancel, onSaved }: TagsFormProps) {
  const { t } = useLingui();
  const changing = useChangePackageTags(projectId, address);
  /** What DLI holds, as last read: the changes are told against it. */
  const [before, setBefore] = useState(tags);
  const [unmade, setUnmade] = useState<TagChange[]>([]);
  const form = useForm<{ tags: Row[] }>({
    defaultValues: { tags: tags.map((tag) => ({ ...tag, isNew: false })) },
    mode: 'onChange',
    resolver: (values, context, options) => zodResolver(schemaOver(before))(values, context, options),
  });
  const { control, register, setError, trigger } = form;
  const { errors } = form.formState;
  const { fields, append, remove } = useFieldArray({ control, name: 'tags' });
  const typed = useWatch({ control, name: 'tags' });
  const { set, remove: removed } = tagChanges(before, typed);
  const count = set.length + removed.length;
  const isUntouched = count === 0 && typed.every(({ isNew, key, value }) => !isNew || key + value === '');

  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const target = place.current?.querySelector<HTMLElement>('input:not(:read-only)') ?? place.current?.querySelector('button');
    target?.focus();
  }, []);

  function save(values: { tags: Row[] }) {
    const change = tagChanges(before, values.tags);
    if (change.set.length + change.remove.length === 0) return onSaved();
    setUnmade([]);
    changing.mutate(change, {
      onSuccess: ({ tags: now, changes }) => {
        const left = unmadeChanges(changes);
        if (left.length === 0) return onSaved();
        if (now) setBefore(now);
        setUnmade(left);
      },
      onError: (error) => {
        const issues = error instanceof ApiError ? (error.details?.issues ?? []) : [];
        for (const { index, field, issue } of refusedTagRows(issues, change.set, values.tags)) {
          setError(`tags.${index}.${field}`, { message: tagIssueMessage(issue) }, { shouldFocus: true });
        }
      },
    });
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the key comes from its fields and buttons
    <form
      ref={place}
      className={classes.form}
      noValidate
      autoComplete="off"
      aria-label={t`Tags`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isUntouched) return;
        event.stopPropagation(); // The details around it stay.
        onCancel();
      }}
      onSubmit={(event) => void form.handleSubmit(save)(event)}
    >
      <div>
        {fields.map((row, index) => (
          <TagRow
            key={row.id}
            number={index + 1}
            typed={typed[index]}
            errors={errors.tags?.[index]}
            keyInput={{ ...register(`tags.${index}.key`, { onChange: () => void trigger('tags') }), readOnly: !row.isNew }}
            valueInput={register(`tags.${index}.value`)}
            onRemove={() => {
              remove(index);
              place.current?.querySelector<HTMLElement>('[data-add]')?.focus();
            }}
          />
        ))}
        <div className={classes.head}>
          <AddTag count={fields.length} onAdd={() => append({ key: '', value: '', isNew: true })} />
          <span className={classes.note}>
            <Trans>
              {fields.length} of {TAGS_MAX}
            </Trans>
          </span>
        </div>
      </div>
      {changing.error && !changing.isPending && (
        <ErrorPanel what={<Trans>The tags of {address.name} were not changed. Your input is kept.</Trans>} error={changing.error} />
      )}
      {unmade.length > 0 && !changing.isPending && <UnmadeChanges changes={unmade} />}
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={onCancel} disabled={changing.isPending}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="xs" type="submit" loading={changing.isPending} disabled={count === 0}>
          {count === 0 ? <Trans>Nothing to save</Trans> : <Plural value={count} one="Save # change" other="Save # changes" />}
        </Button>
      </div>
    </form>
  );
}
