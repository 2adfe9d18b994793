import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useState } from 'react';
import type { KnownTags } from '../../contract/tags.ts';
import { TAG_FILTER_MAX } from '../../domain/names.ts';
import { knownTagsQuery } from '../api/tags.ts';
import { explainError } from '../lib/error-messages.ts';
import classes from './tag-filter-panel.module.css';

interface TagFilterPanelProps {
  projectId: string;
  of: 'groups' | 'packages';
  value: string;
  onChoose: (tag: string) => void;
  /** Its height has changed. */
  onSized: () => void;
}

const SHOWN_MAX = 50;

/** A field for the tag, and under it the tags in use that fit what was typed. */
export function TagFilterPanel({ projectId, of, value, onChoose, onSized }: TagFilterPanelProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  const { data: known, error } = useQuery(knownTagsQuery(projectId));
  const isSeveral = typed.includes(',');
  const tag = typed.trim();
  // Where it ends is known only now.
  // oxlint-disable-next-line react/exhaustive-deps -- once it stands, and once the tags have come
  useEffect(onSized, [known, error]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!isSeveral) onChoose(tag);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t`Tag`}
        placeholder={t`key or key=value`}
        description={
          of === 'groups'
            ? t`Finds groups in which a package has the tag. They are shown, and deleted, as a whole.`
            : t`Finds packages that have the tag.`
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isSeveral && t`One tag at a time: DLI separates tags with commas.`}
        maxLength={TAG_FILTER_MAX}
        data-autofocus
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- what was opened is this field
        autoFocus
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes.actions}>
        <Button type="submit" size="xs" disabled={tag === '' || isSeveral}>
          <Trans>Filter</Trans>
        </Button>
        {value !== '' && (
          <Button size="xs" variant="default" onClick={() => onChoose('')}>
            <Trans>Any tag</Trans>
          </Button>
        )}
      </div>
      {error && (
        <p role="alert" className={classes.failed}>
          <Trans>The tags in use could not be read.</Trans> {explainError(error).why} {explainError(error).remedy}
        </p>
      )}
      {!known && !error && (
        <p role="status" className={classes.note}>
          <Trans>Reading the tags…</Trans>
        </p>
      )}
      {known && <Choices known={known} typed={tag === value ? '' : tag} onChoose={onChoose} />}
    </form>
  );
}

interface ChoicesProps {
  known: KnownTags['tags'];
  typed: string;
  onChoose: (tag: string) => void;
}

function Choices({ known, typed, onChoose }: ChoicesProps) {
  const { t } = useLingui();
  if (known.length === 0) {
    return (
      <p className={classes.note}>
        <Trans>No package of this project has a tag.</Trans>
      </p>
    );
  }
  const part = typed.toLowerCase();
  const fitting = known.flatMap(choicesOf).filter(({ tag }) => tag.toLowerCase().includes(part));
  const more = fitting.length - SHOWN_MAX;
  return (
    <>
      <ul className={classes.choices} aria-label={t`Tags in use`}>
        {fitting.slice(0, SHOWN_MAX).map(({ tag, key, value }) => (
          <li key={tag}>
            <button type="button" onClick={() => onChoose(tag)}>
              {value === null ? (
                <Trans>
                  {key} <span className={classes.soft}>any value</span>
                </Trans>
              ) : (
                <>
                  {key} = {value === '' ? '""' : value}
                </>
              )}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className={classes.note}>
          <Plural value={more} one="# more. Type to narrow them down." other="# more. Type to narrow them down." />
        </p>
      )}
    </>
  );
}

function choicesOf({ key, values }: KnownTags['tags'][number]) {
  return [{ tag: key, key, value: null }, ...values.map((value) => ({ tag: `${key}=${value}`, key, value }))];
}
