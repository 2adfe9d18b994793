/** What an operation does, in words: of the whole, and of each item. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import type { Operation, OperationItem } from '../../contract/operations.ts';

type Kind = Operation['kind'];

/** "Deleting 3 of 12", "Deleted 10 of 12, 2 failed". */
export function operationProgress({ kind, counts, finishedAt }: Pick<Operation, 'kind' | 'counts' | 'finishedAt'>): string {
  const { total, done, failed, unknown } = counts;
  const settled = done + failed + unknown;
  if (finishedAt === null) return i18n._({ ...RUNNING[kind], values: { settled: i18n.number(settled), total: i18n.number(total) } });
  const ended = i18n._({ ...ENDED[kind], values: { done: i18n.number(done), total: i18n.number(total) } });
  const told = failed === 0 ? ended : t`${ended}, ${plural(failed, { one: '# failed', other: '# failed' })}`;
  return unknown === 0 ? told : t`${told}, ${plural(unknown, { one: '# unknown', other: '# unknown' })}`;
}

const RUNNING: Record<Kind, MessageDescriptor> = {
  delete: msg({ message: 'Deleting {settled} of {total}' }),
  changeOwner: msg({ message: 'Changing the owner: {settled} of {total}' }),
};

const ENDED: Record<Kind, MessageDescriptor> = {
  delete: msg({ message: 'Deleted {done} of {total}' }),
  changeOwner: msg({ message: 'Owner changed: {done} of {total}' }),
};

const ITEM_WORDS: Record<Kind, Record<OperationItem['state'], MessageDescriptor>> = {
  delete: { waiting: msg`Waiting`, running: msg`Deleting`, done: msg`Deleted`, failed: msg`Failed`, unknown: msg`Unknown` },
  changeOwner: { waiting: msg`Waiting`, running: msg`Changing`, done: msg`Changed`, failed: msg`Failed`, unknown: msg`Unknown` },
};

export function operationItemWord(kind: Kind, { state, wasGone }: Pick<OperationItem, 'state' | 'wasGone'>): string {
  if (state === 'done' && wasGone) return t`Already gone`;
  return i18n._(ITEM_WORDS[kind][state]);
}
