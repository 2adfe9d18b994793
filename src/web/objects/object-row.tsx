import { Trans, useLingui } from '@lingui/react/macro';
import { IconBucket, IconCheck, IconFile, IconFolder, IconSnowflake } from '@tabler/icons-react';
import type { BucketList, ListedObject } from '../../contract/objects.ts';
import { checkKey } from '../../domain/obs-path.ts';
import { useNow } from '../lib/clock.ts';
import { lastName, objectId } from '../lib/object-place.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { byteSize } from '../lib/submission-size.ts';
import { exactTime, relativeTime } from '../lib/time.ts';
import classes from './object-row.module.css';
import type { ListedRow } from './row-list.tsx';
import { isArchived, type Picks } from './use-picks.ts';

export type BrowserRow =
  | (ListedRow & { kind: 'bucket'; bucket: BucketList['buckets'][number] })
  | (ListedRow & { kind: 'folder'; prefix: string })
  | (ListedRow & { kind: 'object'; object: ListedObject; isPresent: boolean; isUsable: boolean });

export function bucketRows({ buckets }: BucketList, text: string): BrowserRow[] {
  return buckets
    .filter(({ name }) => name.includes(text.trim().toLowerCase()))
    .map((bucket) => ({ kind: 'bucket', id: bucket.name, bucket }));
}

/** `present`: what the form holds already, as `bucket/key`. */
export function objectRow(bucket: string, object: ListedObject, picked: Picks['all'], present: ReadonlySet<string>): BrowserRow {
  const id = objectId({ bucket, key: object.key });
  const isPresent = present.has(id);
  const isUsable = checkKey(object.key) === null;
  return { kind: 'object', id, object, isPresent, isUsable, isSelected: picked.has(id), isDisabled: isPresent || !isUsable };
}

export function RowView({ row, region }: { row: BrowserRow; region: string | undefined }) {
  switch (row.kind) {
    case 'bucket':
      return (
        <span className={classes.row}>
          <IconBucket size={18} aria-hidden="true" className={classes.icon} />
          <span className={classes.name}>{row.bucket.name}</span>
          <span className={classes.facts}>
            {row.bucket.region !== null && row.bucket.region !== region && (
              <span className={classes.warning}>
                <RegionWord region={row.bucket.region} />
              </span>
            )}
            {row.bucket.createdAt !== null && <When at={row.bucket.createdAt} />}
          </span>
        </span>
      );
    case 'folder':
      return (
        <span className={classes.row}>
          <IconFolder size={18} aria-hidden="true" className={classes.icon} />
          <span className={classes.name} title={lastName(row.prefix)}>
            {lastName(row.prefix)}/
          </span>
        </span>
      );
    default:
      return <ObjectView row={row} />;
  }
}

function ObjectView({ row: { object, isPresent, isUsable, isSelected } }: { row: Extract<BrowserRow, { kind: 'object' }> }) {
  const { i18n } = useLingui();
  const name = lastName(object.key);
  return (
    <span className={classes.row} data-disabled={isPresent || !isUsable || undefined}>
      <span className={classes.check} data-checked={isSelected || isPresent || undefined} aria-hidden="true">
        {(isSelected || isPresent) && <IconCheck size={13} stroke={3} />}
      </span>
      <IconFile size={18} aria-hidden="true" className={classes.icon} />
      <span className={classes.name} title={name}>
        {name}
      </span>
      <span className={classes.facts}>
        {isPresent && (
          <span className={classes.note}>
            <Trans>In the form already</Trans>
          </span>
        )}
        {!isUsable && (
          <span className={classes.warning}>
            <Trans>A name that no path can carry</Trans>
          </span>
        )}
        {isArchived(object) && (
          <span className={classes.warning}>
            <IconSnowflake size={14} aria-hidden="true" />
            <ClassWord storageClass={object.storageClass} />
          </span>
        )}
        {object.storageClass === 'warm' && (
          <span className={classes.note}>
            <ClassWord storageClass={object.storageClass} />
          </span>
        )}
        <span className={classes.size}>{byteSize(object.sizeBytes, i18n.locale)}</span>
        <When at={object.lastModified} />
      </span>
    </span>
  );
}

function RegionWord({ region }: { region: string }) {
  return <Trans>Region {region}</Trans>;
}

/** OBS's own words. Standard is what everybody expects, and goes without saying. */
function ClassWord({ storageClass }: Pick<ListedObject, 'storageClass'>) {
  if (storageClass === 'warm') return <Trans>Infrequent Access</Trans>;
  return storageClass === 'archive' ? <Trans>Archive</Trans> : <Trans>Deep Archive</Trans>;
}

/** No tooltip of ours in here: a row is one thing to the keyboard. */
function When({ at }: { at: number }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const zone = useTimeZone();
  return (
    <time className={classes.when} dateTime={new Date(at).toISOString()} title={exactTime(at, zone, i18n.locale)}>
      {relativeTime(at, now, zone, i18n.locale) ?? t`just now`}
    </time>
  );
}
