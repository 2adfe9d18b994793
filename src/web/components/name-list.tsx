import { Trans } from '@lingui/react/macro';
import { Name } from './name.tsx';

const MOST = 8;

interface NameListProps {
  /** The first eight are shown. */
  names: readonly string[];
  /** How many there are in all. */
  count?: number;
}

/** "etl.jar, udf.jar and 3 more". */
export function NameList({ names, count = names.length }: NameListProps) {
  const shown = names.slice(0, MOST);
  const rest = count - shown.length;
  return (
    <>
      {shown.map((name, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- names repeat, as in a delete from several groups
        <span key={`${index} ${name}`}>
          {index > 0 && ', '}
          <Name>{name}</Name>
        </span>
      ))}
      {rest > 0 && <Trans> and {rest} more</Trans>}
    </>
  );
}
