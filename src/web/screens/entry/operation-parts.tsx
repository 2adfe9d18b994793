import { Trans, useLingui } from '@lingui/react/macro';
import type { RecordedItem, RecordedOperation } from '../../../contract/activity.ts';
import { ItemBadge } from '../../activity/item-badge.tsx';
import { ApiError } from '../../api/client.ts';
import { Evidence } from '../../components/error-panel.tsx';
import { Fact } from '../../components/facts.tsx';
import { Name } from '../../components/name.tsx';
import { ExactTime } from '../../components/time-cell.tsx';
import { evidenceLines } from '../../lib/error-evidence.ts';
import { explainError } from '../../lib/error-messages.ts';
import { AskedFacts } from './asked-facts.tsx';
import classes from './entry.module.css';
import { Part } from './part.tsx';
import { useFirst } from './use-first.tsx';

const PLACE: Record<RecordedItem['state'], number> = { failed: 0, unknown: 1, running: 2, waiting: 2, done: 2 };

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
              <span className={classes.grows}>
                <Name>{nameOf(item, entry.groupCount > 1)}</Name>
              </span>
              <ItemBadge type={entry.type} state={item.state} wasGone={item.wasGone} />
              {item.error && <Failure error={new ApiError(item.error)} />}
            </li>
          ))}
        </ul>
        {more}
      </Part>
    </>
  );
}

function nameOf({ group, name }: RecordedItem, hasGroups: boolean): string {
  if (name === null) return group ?? '';
  return group === null || !hasGroups ? name : `${group}/${name}`;
}

function Failure({ error }: { error: ApiError }) {
  const { why, remedy } = explainError(error);
  return (
    <div className={classes.failure}>
      <p>
        {why} {remedy}
      </p>
      <Evidence lines={evidenceLines(error)} />
    </div>
  );
}
