import { useLingui } from '@lingui/react/macro';
import { CopyButton } from './copy-button.tsx';
import classes from './raw-json.module.css';

interface RawJsonProps {
  value: unknown;
  /** Names the block for a screen reader: "DLI’s answer". */
  label: string;
}

/** JSON as it came, as text: nothing in it is ever read as markup. */
export function RawJson({ value, label }: RawJsonProps) {
  const { t } = useLingui();
  const text = JSON.stringify(value, null, 2);
  return (
    <div className={classes.frame}>
      <div className={classes.copy}>
        <CopyButton text={text} what={t`JSON`} />
      </div>
      <pre className={classes.text} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
