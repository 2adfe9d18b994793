import { Plural, Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { groupSuggestionsQuery, SUGGESTIONS } from '../../api/submissions.ts';
import { TimeCell } from '../../components/time-cell.tsx';
import classes from './what-section.module.css';

/** Where more groups than suggestions hold the text, one wider look settles whether the very name is among them. */
const WIDER = 200;

/** "New group", or what is in the group of this name; with what DLI might hold against the name. */
export function KnownGroup({ projectId, name, warnings }: { projectId: string; name: string; warnings: string[] }) {
  const near = useQuery({ ...groupSuggestionsQuery(projectId, name), enabled: name !== '' });
  const nearHit = near.data?.items.find((group) => group.name === name);
  const isCrowded = near.data !== undefined && !nearHit && near.data.matching > SUGGESTIONS;
  const wide = useQuery({ ...groupSuggestionsQuery(projectId, name, WIDER), enabled: isCrowded });
  const group = nearHit ?? wide.data?.items.find((candidate) => candidate.name === name);
  const list = isCrowded ? wide.data : near.data;
  const isNew = name !== '' && list !== undefined && !group && list.matching <= list.items.length;

  return (
    <div className={classes.known} aria-live="polite">
      {name === '' && <Trans>A new name, or that of a group which exists.</Trans>}
      {isNew && (
        <span>
          <Trans>
            <strong>New group.</strong> Nothing of this name is listed.
          </Trans>
        </span>
      )}
      {group && (
        <span>
          <Trans>
            <strong>Exists</strong>, <Plural value={group.rollUp.total} one="# package" other="# packages" />, updated{' '}
            <TimeCell at={group.updatedAt} />
          </Trans>
          {group.owner !== null && <Trans>, owner {group.owner}</Trans>}
        </span>
      )}
      {warnings.map((warning) => (
        <span key={warning} className={classes.warning}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          {warning}
        </span>
      ))}
    </div>
  );
}
