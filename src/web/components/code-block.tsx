import classes from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  text: string;
  /** Names the block for a screen reader: "DLI’s answer". */
  label: string;
  /** What the copy button says it copies. */
  what: string;
}

/** Text in the type of code, as it is: nothing in it is ever read as markup. */
export function CodeBlock({ text, label, what }: CodeBlockProps) {
  return (
    <div className={classes.frame}>
      <div className={classes.copy}>
        <CopyButton text={text} what={what} />
      </div>
      <pre className={classes.text} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
