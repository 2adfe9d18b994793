import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Tag } from '../../domain/names.ts';
import { type PackageAddress, packageTagsQuery } from '../api/tags.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useAnnounce } from '../components/live-region.tsx';
import { Name } from '../components/name.tsx';
import classes from './package-tags.module.css';

const TagsForm = lazy(async () => ({ default: (await import('./tags-form.tsx')).TagsForm }));

interface PackageTagsProps {
  projectId: string;
  address: PackageAddress;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
}

/** The tags of one package, and their form. It stands apart from the list's data: what is being typed survives a poll. */
export function PackageTags({ projectId, address, isEditing, onEdit }: PackageTagsProps) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const { data: tags, error, isFetching, refetch } = useQuery(packageTagsQuery(projectId, address));
  /** The form takes what it begins with once. */
  const [before, setBefore] = useState<readonly Tag[]>([]);
  const editButton = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (wasEditing.current && !isEditing) editButton.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  return (
    <section className={classes.section} aria-labelledby="tags-heading">
      <h3 id="tags-heading">
        <Trans>Tags</Trans>
      </h3>
      <p className={classes.note}>
        <Trans>They belong to this package alone; DLI tags no groups.</Trans>
      </p>
      {isEditing ? (
        <Suspense fallback={null}>
          <TagsForm
            projectId={projectId}
            address={address}
            tags={before}
            onCancel={() => onEdit(false)}
            onSaved={() => {
              announce(t`Tags saved.`);
              onEdit(false);
            }}
          />
        </Suspense>
      ) : (
        <>
          {tags && <TagList tags={tags} />}
          {!tags && !error && (
            <p role="status" className={classes.note}>
              <Trans>Reading the tags…</Trans>
            </p>
          )}
          {error && !tags && (
            <ErrorPanel
              what={<Trans>The tags of {address.name} could not be read.</Trans>}
              error={error}
              onRetry={() => void refetch()}
              isRetrying={isFetching}
            />
          )}
          {tags && (
            <Button
              ref={editButton}
              variant="default"
              size="xs"
              className={classes.edit ?? ''}
              onClick={() => {
                setBefore(tags);
                onEdit(true);
              }}
            >
              <Trans>Edit tags</Trans>
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function TagList({ tags }: { tags: readonly Tag[] }) {
  const { t } = useLingui();
  if (tags.length === 0) {
    return (
      <p>
        <Trans>No tags.</Trans>
      </p>
    );
  }
  return (
    <ul className={classes.tags} aria-label={t`Tags`}>
      {tags.map(({ key, value }) => (
        <li key={key} className={classes.tag}>
          <Name>{key}</Name>
          {value !== '' && (
            <>
              {' = '}
              <Name>{value}</Name>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
