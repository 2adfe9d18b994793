import { Trans, useLingui } from '@lingui/react/macro';
import type { RecordedOperation } from '../../../contract/activity.ts';
import type { OperationItem } from '../../../contract/operations.ts';
import { ItemParts } from '../../activity/item-parts.tsx';
import { Fact } from '../../components/facts.tsx';
import { ExactTime } from '../../components/time-cell.tsx';
import { AskedFacts } from './asked-facts.tsx';
import classes from './entry.module.css';
import { Part } from './part.tsx';
import { useFirst } from './use-first.tsx';

const PLACE: Record<OperationItem['state'], number> = { failed: 0, unknown: 1, running: 2, waiting: 2, done: 2 };

/** A bulk action: what was wanted, and what became of each. */
export function OperationParts({ projectId, entry }: { projectId: string; entry: RecordedOperation }) {
  const { t } = useLingui();
  // What failed is what is looked for, and what nobody knows.
  const [items, more] = useFirst([...entry.items].sort((a, b) => PLACE[a.state] - PLACE[b.state]));
  return (
    <>
      <Part heading={<Trans>What was asked</Trans>}>
        <AskedFacts projectId={projectId} entry={entry}>
          {entry.newOwner !== null && <Fact label={t`New owner`}>{entry.newOwner}</Fact>}
          <Fact label={t`Ended`}>
            <ExactTime at={entry.finishedAt} />
          </Fact>
        </AskedFacts>
      </Part>
      <Part heading={<Trans>What became of each</Trans>}>
        <ul className={classes.list}>
          {items.map((item) => (
            <li key={JSON.stringify([item.group, item.name])}>
              <ItemParts type={entry.type} item={item} hasGroup={entry.groupCount > 1} />
            </li>
          ))}
        </ul>
        {more}
      </Part>
    </>
  );
}
