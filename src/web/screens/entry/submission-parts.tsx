import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense } from 'react';
import type { RecordedEvent, RecordedSubmission } from '../../../contract/activity.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Fact } from '../../components/facts.tsx';
import { Name } from '../../components/name.tsx';
import { reasonIn } from '../../lib/failure-words.ts';
import { kindWord } from '../../lib/words.ts';
import { RunWord } from '../../packages/package-columns.tsx';
import { Answer } from './answer.tsx';
import { AskedFacts } from './asked-facts.tsx';
import { Before } from './before.tsx';
import classes from './entry.module.css';
import { PACKAGE_COLUMNS } from './package-columns.tsx';
import { Part } from './part.tsx';
import { useFirst } from './use-first.tsx';

const CallText = lazy(async () => ({ default: (await import('../../packages/call-text.tsx')).CallText }));

interface SubmissionPartsProps {
  projectId: string;
  entry: RecordedSubmission;
  events: readonly RecordedEvent[];
}

export function SubmissionParts({ projectId, entry, events }: SubmissionPartsProps) {
  const { t } = useLingui();
  const [packages, more] = useFirst(entry.packages);
  return (
    <>
      <Answer entry={entry} />
      <Part heading={<Trans>Packages</Trans>}>
        <DataTable
          label={t`Packages`}
          columns={PACKAGE_COLUMNS}
          rows={packages.map((item) => ({ ...item, isOpen: entry.isOpen, reason: reasonOf(item.name, events) }))}
          getRowId={(item) => item.name}
          sort="none"
          order="asc"
          onSort={() => {}}
          emptyState={null}
        />
        {more}
      </Part>
      <div className={classes.columns}>
        <Part heading={<Trans>What was asked</Trans>}>
          <AskedFacts projectId={projectId} entry={entry}>
            <Fact label={t`Group`}>{entry.group === null ? <Trans>No group</Trans> : <Name>{entry.group}</Name>}</Fact>
            <Fact label={t`Kind`}>{kindWord(entry.kind)}</Fact>
            <Fact label={t`Run`}>
              <RunWord isAsync={entry.isAsync} />
            </Fact>
          </AskedFacts>
        </Part>
        <Part heading={<Trans>What stood there</Trans>}>
          <Before group={entry.group} before={entry.before} />
        </Part>
      </div>
      <Part heading={<Trans>What was sent</Trans>}>
        <Suspense fallback={null}>
          <CallText projectId={projectId} call={entry.call} />
        </Suspense>
      </Part>
    </>
  );
}

/** The latest word on why it failed. */
function reasonOf(name: string, events: readonly RecordedEvent[]): string | null {
  const last = events.findLast((event) => event.name === name && (event.type === 'explained' || event.type === 'status'));
  return last?.type === 'explained' ? reasonIn(last.data) : null;
}
