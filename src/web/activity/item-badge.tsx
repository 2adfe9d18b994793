import { IconCheck, IconClock, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Operation, OperationItem } from '../../contract/operations.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Spinner } from '../components/spinner.tsx';
import { operationItemWord } from '../lib/operation-messages.ts';

const LOOK: Record<OperationItem['state'], { tone: Tone; icon: ReactNode }> = {
  waiting: { tone: 'grey', icon: <IconClock size={14} stroke={2.4} /> },
  running: { tone: 'blue', icon: <Spinner /> },
  done: { tone: 'green', icon: <IconCheck size={14} stroke={2.6} /> },
  failed: { tone: 'red', icon: <IconX size={14} stroke={2.6} /> },
  unknown: { tone: 'grey', icon: <IconQuestionMark size={14} stroke={2.4} /> },
};

/** What became of one item of a bulk action. */
export function ItemBadge({ type, state, wasGone }: Pick<OperationItem, 'state' | 'wasGone'> & { type: Operation['kind'] }) {
  return <Badge {...LOOK[state]}>{operationItemWord(type, { state, wasGone })}</Badge>;
}
