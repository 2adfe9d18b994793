import { useLingui } from '@lingui/react/macro';
import { CodeBlock } from './code-block.tsx';

interface RawJsonProps {
  value: unknown;
  /** Names the block for a screen reader: "DLI’s answer". */
  label: string;
}

/** JSON as it came. */
export function RawJson({ value, label }: RawJsonProps) {
  const { t } = useLingui();
  return <CodeBlock text={JSON.stringify(value, null, 2)} label={label} what={t`JSON`} />;
}
