import '../styles/drawer.css';
import { Trans, useLingui } from '@lingui/react/macro';
import { Drawer } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { Package } from '../../contract/groups.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Fact, Facts } from '../components/facts.tsx';
import { Name } from '../components/name.tsx';
import { RawJson } from '../components/raw-json.tsx';
import { ExactTime, NoValue, Span } from '../components/time-cell.tsx';
import { packageReference } from '../lib/package-reference.ts';
import { kindWord } from '../lib/words.ts';
import { LinkButton } from './new-submission-button.tsx';
import { RunWord } from './package-columns.tsx';
import classes from './package-drawer.module.css';
import { PackageStatus } from './package-status.tsx';

const PackageOrigin = lazy(async () => ({ default: (await import('./package-origin.tsx')).PackageOrigin }));
/** What is told of failures and slow uploads alone. */
const PackageTrouble = lazy(async () => ({ default: (await import('./package-trouble.tsx')).PackageTrouble }));
const PackageTags = lazy(async () => ({ default: (await import('./package-tags.tsx')).PackageTags }));

interface PackageDrawerProps {
  name: string;
  /** Undefined where the list as filtered and paged does not hold it. */
  item: Package | undefined;
  isOpen: boolean;
  onClose: () => void;
}

export function PackageDrawer({ name, item, isOpen, onClose }: PackageDrawerProps) {
  const { t } = useLingui();
  const { projectId = '' } = useParams({ strict: false });
  // The package may leave the list while somebody types its tags: the form stays.
  const [known, setKnown] = useState(item);
  if (item && item !== known) setKnown(item);
  const [editing, setEditing] = useState<{ name: string; what: 'tags' | 'path' } | null>(null);
  const edited = isOpen && editing?.name === name ? editing.what : null;
  const isEditing = edited !== null;
  const editPath = useCallback((begins: boolean) => setEditing(begins ? { name, what: 'path' } : null), [name]);
  return (
    <Drawer
      opened={isOpen}
      onClose={() => {
        setEditing(null);
        onClose();
      }}
      // What is half typed goes by its own buttons alone.
      closeOnClickOutside={!isEditing}
      closeOnEscape={!isEditing}
      position="right"
      size="lg"
      title={<Name>{name}</Name>}
      classNames={{ title: classes.title ?? '', header: classes.header ?? '' }}
      closeButtonProps={{ 'aria-label': t`Close details` }}
    >
      <div className={classes.details}>
        {item ? <PackageDetails item={item} /> : <Trans>This package is not in the list as it is filtered and paged now.</Trans>}
        {known?.name === name && (
          <Suspense fallback={null}>
            <PackageOrigin key={name} projectId={projectId} item={known} isEditing={edited === 'path'} onEdit={editPath} />
          </Suspense>
        )}
        {known?.name === name && (
          <Suspense fallback={null}>
            <PackageTags
              key={name}
              projectId={projectId}
              address={{ group: known.group, name }}
              isEditing={edited === 'tags'}
              onEdit={(begins) => setEditing(begins ? { name, what: 'tags' } : null)}
            />
          </Suspense>
        )}
        {item && (
          <section>
            <h3>
              <Trans>As DLI sent it</Trans>
            </h3>
            <RawJson value={item.raw} label={t`The package as DLI sent it`} />
          </section>
        )}
      </div>
    </Drawer>
  );
}

function PackageDetails({ item }: { item: Package }) {
  const { t } = useLingui();
  const reference = packageReference(item);
  const isTroubled = item.status === 'failed' || item.upload !== undefined;
  return (
    <>
      {isTroubled && (
        <Suspense fallback={null}>
          <PackageTrouble
            item={item}
            again={
              <AgainLink item={item}>
                <Trans>Submit this file again…</Trans>
              </AgainLink>
            }
          />
        </Suspense>
      )}
      <Facts>
        <Fact label={t`Status`}>
          <PackageStatus item={item} />
          <div className={classes.note}>
            <StatusNote item={item} />
          </div>
        </Fact>
        <Fact label={t`Reference`}>
          <span className={classes.copied}>
            <Name>{reference}</Name>
            <CopyButton text={reference} what={t`reference`} />
          </span>
        </Fact>
        <Fact label={t`Kind`}>{item.kind ? <WithRaw word={kindWord(item.kind)} raw={item.kind} /> : <NoValue />}</Fact>
        <Fact label={t`Owner`}>{item.owner ?? <NoValue />}</Fact>
        <Fact label={t`Created`}>
          <ExactTime at={item.createdAt} />
        </Fact>
        <Fact label={t`Updated`}>
          <ExactTime at={item.updatedAt} />
        </Fact>
        <Fact label={t`Took`}>
          <Span ms={item.tookMs} />
          <div className={classes.note}>
            <Trans>From our submission to the first read that was final.</Trans>
          </div>
        </Fact>
        <Fact label={t`Underlying name`}>{item.underlyingName === null ? <NoValue /> : <Name>{item.underlyingName}</Name>}</Fact>
        <Fact label={t`Run`}>
          <RunWord isAsync={item.isAsync} />
        </Fact>
      </Facts>
      {item.status !== 'failed' && (
        <div className={classes.actions}>
          <AgainLink item={item}>
            <Trans>Submit again…</Trans>
          </AgainLink>
        </div>
      )}
    </>
  );
}

/** The same object once more: a newer version of it, or another try. */
function AgainLink({ item: { group, name }, children }: { item: Package; children: ReactNode }) {
  const { projectId = '' } = useParams({ strict: false });
  return (
    <LinkButton
      to="/p/$projectId/new"
      params={{ projectId }}
      search={group === null ? { again: name } : { group, again: name }}
      variant="default"
      size="xs"
    >
      {children}
    </LinkButton>
  );
}

function StatusNote({ item: { status, rawStatus } }: { item: Package }) {
  if (rawStatus === null) return <Trans>DLI gives no status.</Trans>;
  if (status === 'failed') return <Trans>DLI says {rawStatus}, and has no field for a reason.</Trans>;
  if (status === 'ready') return <Trans>DLI says {rawStatus}; Huawei’s own console prints “Finished”.</Trans>;
  return <Trans>DLI says {rawStatus}.</Trans>;
}

function WithRaw({ word, raw }: { word: string; raw: string }) {
  return word === raw ? (
    <Name>{raw}</Name>
  ) : (
    <span>
      {word} (<Name>{raw}</Name>)
    </span>
  );
}
