import { useLingui } from '@lingui/react/macro';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Hint } from './hint.tsx';
import { useAnnounce } from './live-region.tsx';
import classes from './path-button.module.css';

/** Enough of a name that stands beside it whole: the folders are what the room is for. */
const TAIL = 8;

/** A path as short as its column, cut in the middle; whole on hover and focus, and copied by a click. One stop for the Tab key. */
export function PathButton({ path: what }: { path: string }) {
  const { t } = useLingui();
  const announce = useAnnounce();
  const clipboard = useClipboard({ timeout: 1_500 });
  const characters = Array.from(what);
  const copy = () => {
    clipboard.copy(what);
    announce(t`Copied.`);
  };
  return (
    <Hint label={what} className={classes.place}>
      <button type="button" className={classes.path} aria-label={t`Copy ${what}`} onClick={copy}>
        <bdi className={classes.text}>
          <span className={classes.head}>{characters.slice(0, -TAIL).join('')}</span>
          <span className={classes.tail}>{characters.slice(-TAIL).join('')}</span>
        </bdi>
        {clipboard.copied ? (
          <IconCheck size={13} className={classes.icon} aria-hidden="true" />
        ) : (
          <IconCopy size={13} className={classes.icon} aria-hidden="true" />
        )}
      </button>
    </Hint>
  );
}
