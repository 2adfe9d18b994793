import { Plural, Trans } from '@lingui/react/macro';
import type { Group } from '../../../contract/groups.ts';
import { TimeCell } from '../../components/time-cell.tsx';
import { kindWord } from '../../lib/words.ts';
import { NotFromHereFact } from '../../packages/outside-changes-section.tsx';

export function GroupFacts({ group }: { group: Group }) {
  const by = group.origin?.submittedBy;
  return (
    <>
      <span>
        <Plural value={group.rollUp.total} one="# package" other="# packages" />
        {group.kinds.length > 0 && ` (${group.kinds.map(kindWord).join(', ')})`}
      </span>
      {group.owner && (
        <span>
          <Trans>Owner {group.owner}</Trans>
        </span>
      )}
      <NotFromHereFact origin={group.origin} />
      {group.origin?.submittedAt && (
        <span>
          <Trans>
            Last submitted <TimeCell at={group.origin.submittedAt} /> by {by}
          </Trans>
        </span>
      )}
      <span>
        <Trans>
          Updated <TimeCell at={group.updatedAt} />
        </Trans>
      </span>
      <span>
        <Trans>
          Created <TimeCell at={group.createdAt} />
        </Trans>
      </span>
    </>
  );
}
