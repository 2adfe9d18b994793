import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { checkKey } from '../../domain/obs-path.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { NoMatch } from '../components/no-match.tsx';
import { childOnTheWay, type ObjectAddress, type ObjectPlace, objectId, parentOf, placeUri } from '../lib/object-place.ts';
import { useShortcut } from '../lib/shortcuts.ts';
import { explainStoreError } from '../lib/store-messages.ts';
import classes from './object-browser.module.css';
import { type BrowserRow, RowView } from './object-row.tsx';
import { PlaceCrumbs } from './place-crumbs.tsx';
import { PlaceField } from './place-field.tsx';
import { RecentPlaces } from './recent-places.tsx';
import { RowList } from './row-list.tsx';
import { type Listing, useListing } from './use-listing.ts';
import type { Picks } from './use-picks.ts';

export interface ObjectBrowserProps {
  projectId: string;
  address: ObjectAddress;
  /** `isSearch`: only the text changed. */
  onGo: (address: ObjectAddress, isSearch: boolean) => void;
  picks: Picks;
  /** What the form holds already, as `bucket/key`. */
  present: ReadonlySet<string>;
}

/** Buckets, folders, objects: the same in the drawer of the form and on a screen of its own. */
export function ObjectBrowser({ projectId, address, onGo, picks, present }: ObjectBrowserProps) {
  const { t } = useLingui();
  const list = useRef<HTMLDivElement>(null);
  const listing = useListing(projectId, address, picks.all, present);
  const [left, setLeft] = useState<ObjectPlace | null>(null);
  useShortcut('refresh', listing.readAgain);
  const { bucket, prefix, text } = address;
  const isTop = bucket === '';
  const uri = placeUri(address);

  function go(place: ObjectPlace, withText = '') {
    setLeft(address);
    onGo({ bucket: place.bucket, prefix: place.prefix, text: withText }, false);
    list.current?.focus();
  }
  const open = (row: BrowserRow) => {
    if (row.kind === 'bucket') go({ bucket: row.bucket.name, prefix: '' });
    else if (row.kind === 'folder') go({ bucket, prefix: row.prefix });
  };
  const goUp = () => {
    const above = parentOf(address);
    if (above) go(above);
  };
  const select = (rows: readonly BrowserRow[], isSelected: boolean) => {
    const objects = rows.flatMap((row) => (row.kind === 'object' && !row.isDisabled ? [row.object] : []));
    if (objects.length > 0) picks.change(bucket, objects, isSelected);
  };
  const clear = () => onGo({ ...address, text: '' }, true);

  return (
    <div className={classes.browser}>
      <div className={classes.bar}>
        <PlaceCrumbs place={address} onGo={(place) => go(place)} />
        <ActionIcon aria-label={t`Check now`} title={t`Check now`} onClick={listing.readAgain}>
          <IconRefresh size={16} aria-hidden="true" />
        </ActionIcon>
      </div>
      <PlaceField
        key={uri}
        text={text}
        onText={(next) => onGo({ ...address, text: next }, true)}
        onJump={(there) => go(there, there.text)}
        onLeave={() => list.current?.focus()}
      />
      {isTop && text === '' && <RecentPlaces projectId={projectId} onGo={(place) => go(place)} />}
      <RowList
        ref={list}
        label={isTop ? t`Buckets` : t`Contents of ${uri}`}
        rows={listing.rows}
        listId={JSON.stringify([bucket, prefix, text])}
        beginAt={left && childOnTheWay(address, left)}
        isBusy={listing.isFetching}
        draw={(row) => <RowView row={row} region={listing.region} />}
        onOpen={open}
        onSelect={select}
        onUp={goUp}
        onEnd={listing.onEnd}
      >
        <Instead address={address} listing={listing} onClear={clear} />
      </RowList>
      <div className={classes.below}>
        <Count listing={listing} isTop={isTop} />
        {!isTop && <PickAll bucket={bucket} listing={listing} picks={picks} present={present} isFiltered={text !== ''} />}
      </div>
    </div>
  );
}

/** No rows: not read yet, refused, nothing there, or nothing that begins so. */
function Instead({ address, listing, onClear }: { address: ObjectAddress; listing: Listing; onClear: () => void }) {
  const { bucket, text } = address;
  const uri = placeUri(address);
  if (listing.error) {
    return (
      <div className={classes.instead}>
        <ErrorPanel
          what={bucket === '' ? <Trans>The buckets could not be listed.</Trans> : <Trans>{uri} could not be listed.</Trans>}
          error={listing.error}
          explain={explainStoreError}
          onRetry={listing.readAgain}
          isRetrying={listing.isFetching}
        />
      </div>
    );
  }
  if (listing.isPending) {
    return (
      <div className={classes.skeletons}>
        {[0, 1, 2, 3, 4, 5].map((row) => (
          <Skeleton key={row} height={16} width={`${70 - row * 7}%`} />
        ))}
      </div>
    );
  }
  if (text !== '') {
    return (
      <NoMatch onClear={onClear}>
        {bucket === '' ? <Trans>No bucket has this in its name.</Trans> : <Trans>Nothing here begins with this.</Trans>}
      </NoMatch>
    );
  }
  return (
    <p className={classes.empty}>
      {bucket === '' ? (
        <Trans>This account has no buckets. Upload files in the OBS console, then look again.</Trans>
      ) : (
        <Trans>There is nothing in this folder.</Trans>
      )}
    </p>
  );
}

function Count({ listing, isTop }: { listing: Listing; isTop: boolean }) {
  const { i18n } = useLingui();
  const count = listing.rows.length;
  if (count === 0) return <span />;
  if (!listing.hasMore) {
    return (
      <span>
        {isTop ? <Plural value={count} one="# bucket" other="# buckets" /> : <Plural value={count} one="# entry" other="# entries" />}
      </span>
    );
  }
  const shown = i18n.number(count);
  return (
    <span className={classes.more}>
      {listing.error ? <Trans>The first {shown} are listed; the rest could not be.</Trans> : <Trans>The first {shown} are listed.</Trans>}
      <Button size="compact-xs" variant="default" onClick={listing.loadMore} loading={listing.isLoadingMore}>
        <Trans>Load more</Trans>
      </Button>
    </span>
  );
}

interface PickAllProps {
  bucket: string;
  listing: Listing;
  picks: Picks;
  present: ReadonlySet<string>;
  isFiltered: boolean;
}

/** One level, and no more than the form can take; those not listed yet are read first. */
function PickAll({ bucket, listing, picks, present, isFiltered }: PickAllProps) {
  const [isReading, setReading] = useState(false);
  async function pickAll() {
    setReading(true);
    // One more than there is room for tells that some are left out.
    const objects = await listing.readObjects(picks.all.size + picks.room + present.size + 1);
    setReading(false);
    const usable = objects?.filter(({ key }) => checkKey(key) === null && !present.has(objectId({ bucket, key })));
    if (usable) picks.change(bucket, usable, true);
  }
  if (!listing.rows.some((row) => row.kind === 'object' && !row.isDisabled)) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={() => void pickAll()} loading={isReading}>
      {isFiltered ? <Trans>Select all files found</Trans> : <Trans>Select this folder’s files</Trans>}
    </Button>
  );
}
