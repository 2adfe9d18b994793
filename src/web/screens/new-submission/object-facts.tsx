import { useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck, IconQuestionMark, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Finding, PathCheck } from '../../../contract/preflight.ts';
import { pathCheckQuery, useCheckAgain } from '../../api/preflight.ts';
import { findingMessage, objectWord } from '../../lib/finding-messages.ts';
import { LookingUp } from './looking-up.tsx';
import { ObjectSize } from './object-size.tsx';
import classes from './path-row.module.css';

const NO_ANSWER: PathCheck = { path: '', object: null, findings: [{ code: 'store_failed', severity: 'notes' }] };
/** What the row cannot tell by itself: it knows neither the project's region nor what DLI brings along. */
const TOLD_BELOW = new Set(['region_differs', 'built_in_jar']);

interface ObjectFactsProps {
  projectId: string;
  path: string;
  rowNumber: number;
}

/** Size and date as far as this console may read them. Never stops a submission: DLI reads with rights of its own. */
export function ObjectFacts({ projectId, path, rowNumber }: ObjectFactsProps) {
  const { data, error, isFetching } = useQuery(pathCheckQuery(projectId, path));
  const check = data ?? (error ? NO_ANSWER : null);
  if (!check) return <LookingUp />;
  const problem = check.findings.find((finding) => objectWord(finding) !== null);
  return (
    <>
      <span className={classes.object} aria-busy={isFetching}>
        {problem ? <Problem finding={problem} /> : <IconCheck className={classes.good} size={14} aria-hidden="true" />}
        {check.object && <ObjectSize {...check.object} className={classes.size} />}
        <CheckAgain projectId={projectId} path={path} rowNumber={rowNumber} isOffered={problem !== undefined} isBusy={isFetching} />
      </span>
      {check.findings.map(
        (finding) =>
          TOLD_BELOW.has(finding.code) && (
            <span key={finding.code} className={classes.remark}>
              <IconAlertTriangle size={14} aria-hidden="true" />
              <span>{findingMessage(finding)}</span>
            </span>
          ),
      )}
    </>
  );
}

function Problem({ finding }: { finding: Finding }) {
  const Icon = finding.severity === 'notes' ? IconQuestionMark : IconAlertTriangle;
  const sentence = findingMessage(finding);
  return (
    <span className={classes.problem} data-severity={finding.severity} title={sentence}>
      <Icon size={14} aria-hidden="true" />
      <span aria-hidden="true">{objectWord(finding)}</span>
      <span className={classes.hidden}>{sentence}</span>
    </span>
  );
}

interface CheckAgainProps {
  projectId: string;
  path: string;
  rowNumber: number;
  isOffered: boolean;
  isBusy: boolean;
}

/** Once pressed it stays, whatever was found: the focus is on it. */
function CheckAgain({ projectId, path, rowNumber, isOffered, isBusy }: CheckAgainProps) {
  const { t } = useLingui();
  const { mutate } = useCheckAgain(projectId);
  const [wasPressed, setPressed] = useState(false);
  if (!isOffered && !wasPressed) return null;
  return (
    <button
      type="button"
      className={classes.again}
      data-busy={isBusy || undefined}
      aria-label={t`Check OBS path ${rowNumber} again`}
      title={t`Check again`}
      onClick={() => {
        setPressed(true);
        if (!isBusy) mutate(path);
      }}
    >
      <IconRefresh size={14} aria-hidden="true" />
    </button>
  );
}
