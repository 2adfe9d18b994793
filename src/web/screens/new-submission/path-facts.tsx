import { Trans } from '@lingui/react/macro';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { fitsKind, type Kind } from '../../../domain/kind.ts';
import { checkPackageName } from '../../../domain/names.ts';
import { packageNameOf, parseObsPath } from '../../../domain/obs-path.ts';
import { nameIssueMessage, obsPathNoticeMessage } from '../../lib/messages.ts';
import { LookingUp } from './looking-up.tsx';
import classes from './path-row.module.css';

const ASK_AFTER_MS = 400;

/** Fetched with the first path; should that fail, the form goes on without it. */
const ObjectFacts = lazy(() =>
  import('./object-facts.tsx').then(
    (part) => ({ default: part.ObjectFacts }),
    () => ({ default: LookingUp }),
  ),
);

interface PathFactsProps {
  id: string;
  kind: Kind;
  projectId: string;
  /** As people count. */
  rowNumber: number;
  typed: string;
  error: string | undefined;
  isSeen: boolean;
  wantedName: string | undefined;
  isReplaced: boolean;
}

/** What follows from a path: the package's name, what OBS says of the object, and everything worth a word. */
export function PathFacts({ id, kind, projectId, rowNumber, typed, error, isSeen, wantedName, isReplaced }: PathFactsProps) {
  const [asked] = useDebouncedValue(typed.trim(), ASK_AFTER_MS);
  const parsed = parseObsPath(typed);
  if (!parsed.ok) {
    return (
      <span id={id} className={classes.facts}>
        {wantedName !== undefined && <span className={classes.name}>{wantedName}</span>}
        {error !== undefined && <span className={classes.error}>{error}</span>}
      </span>
    );
  }
  const name = packageNameOf(parsed.path);
  const remarks = checkPackageName(name).warnings.map(nameIssueMessage);
  return (
    <span id={id} className={classes.facts}>
      <span className={classes.name}>
        <span className={classes.hidden}>
          <Trans>Package</Trans>{' '}
        </span>
        {name}
      </span>
      {isSeen && asked === typed.trim() ? (
        <Suspense fallback={<LookingUp />}>
          <ObjectFacts projectId={projectId} path={asked} rowNumber={rowNumber} />
        </Suspense>
      ) : (
        <LookingUp />
      )}
      {wantedName !== undefined && wantedName !== name && (
        <span className={classes.remark}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          <span>
            {isReplaced ? (
              <Trans>
                Adds {name} instead of replacing {wantedName}
              </Trans>
            ) : (
              <Trans>
                Adds {name} instead of {wantedName}
              </Trans>
            )}
          </span>
        </span>
      )}
      {!fitsKind(name, kind) && (
        // Short here, where every row of a list may say it; the review explains it.
        <span className={classes.remark} data-short>
          <IconAlertTriangle size={14} aria-hidden="true" />
          <Trans>Its ending does not fit the kind</Trans>
        </span>
      )}
      {error !== undefined && <span className={classes.error}>{error}</span>}
      {parsed.notices.map((notice) => (
        <span key={notice} className={classes.notice}>
          {obsPathNoticeMessage(notice)}
        </span>
      ))}
      {remarks.map((remark) => (
        <span key={remark} className={classes.remark}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          <span>{remark}</span>
        </span>
      ))}
    </span>
  );
}
