import { useLingui } from '@lingui/react/macro';
import { useNow } from '../../lib/clock.ts';
import { useTimeZone } from '../../lib/preferences.ts';
import { byteSize } from '../../lib/submission-size.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';

interface ObjectSizeProps {
  sizeBytes: number;
  lastModified: number | null;
  /** Of the size. */
  className?: string | undefined;
}

/** How large an object is, and how old. */
export function ObjectSize({ sizeBytes, lastModified, className }: ObjectSizeProps) {
  const { i18n } = useLingui();
  return (
    <>
      <span className={className}>{byteSize(sizeBytes, i18n.locale)}</span>
      {lastModified !== null && <Ago at={lastModified} />}
    </>
  );
}

/** The exact time as a title, not as a tab stop: a list of paths would have hundreds. */
export function Ago({ at }: { at: number }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const zone = useTimeZone();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone, i18n.locale)}>
      {relativeTime(at, now, zone, i18n.locale) ?? t`just now`}
    </time>
  );
}
