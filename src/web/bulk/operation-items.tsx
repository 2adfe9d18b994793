import { Plural, useLingui } from '@lingui/react/macro';
import { IconCheck, IconClock, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Operation, OperationItem } from '../../contract/operations.ts';
import { ApiError } from '../api/client.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Evidence } from '../components/error-panel.tsx';
import { Name } from '../components/name.tsx';
import { Spinner } from '../components/spinner.tsx';
import { evidenceLines } from '../lib/error-evidence.ts';
import { explainError } from '../lib/error-messages.ts';
import { operationItemWord } from '../lib/operation-messages.ts';
import classes from './operation-items.module.css';

const LOOK: Record<OperationItem['state'], { tone: Tone; icon: ReactNode }> = {
  waiting: { tone: 'grey', icon: <IconClock size={14} stroke={2.4} /> },
  running: { tone: 'blue', icon: <Spinner /> },
  done: { tone: 'green', icon: <IconCheck size={14} stroke={2.6} /> },
  failed: { tone: 'red', icon: <IconX size={14} stroke={2.6} /> },
  unknown: { tone: 'grey', icon: <IconQuestionMark size={14} stroke={2.4} /> },
};

/** What became of each item, as it becomes known. The failed come first, so what is left out says least. */
export function OperationItems({ operation: { kind, counts, items } }: { operation: Operation }) {
  const { t } = useLingui();
  const areInOneGroup = new Set(items.map(({ group }) => group)).size === 1;
  return (
    <ul className={classes.items} tabIndex={0} aria-label={t`What became of each`}>
      {items.map((item) => (
        <li key={JSON.stringify([item.group, item.name])} className={classes.item}>
          <span>
            <Name>{nameOf(item, areInOneGroup)}</Name>
          </span>
          <Badge {...LOOK[item.state]}>{operationItemWord(kind, item)}</Badge>
          {item.error && <Failure error={new ApiError(item.error)} />}
        </li>
      ))}
      {counts.total > items.length && (
        <li className={classes.item}>
          <Plural value={counts.total - items.length} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  );
}

function nameOf({ group, name }: OperationItem, areInOneGroup: boolean): string {
  if (name === null) return group ?? '';
  return group === null || areInOneGroup ? name : `${group}/${name}`;
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
