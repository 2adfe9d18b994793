import '@mantine/core/styles/Tabs.layer.css';
import { Trans, useLingui } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { asCurl, asHcloud, asTerraform, type CallPlace, type ShownCall } from '../../domain/show-call.ts';
import { sessionQuery } from '../api/session.ts';
import { CodeBlock } from '../components/code-block.tsx';
import { RawJson } from '../components/raw-json.tsx';
import classes from './call-text.module.css';

interface CallTextProps {
  projectId: string;
  call: ShownCall;
}

/** One upload call as the request itself and in the words of three tools, for those who would script it. */
export function CallText({ projectId, call }: CallTextProps) {
  const { t } = useLingui();
  const { data: session } = useQuery(sessionQuery());
  const project = session?.projects.find(({ id }) => id === projectId) ?? session?.projects[0];
  const place: CallPlace = { projectId, region: project?.region ?? '', endpoint: project?.dliEndpoint ?? null };
  return (
    <Tabs defaultValue="request" keepMounted={false}>
      <Tabs.List aria-label={t`The call in the words of`}>
        <Tabs.Tab value="request">
          <Trans>Request</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="curl">curl</Tabs.Tab>
        <Tabs.Tab value="hcloud">hcloud</Tabs.Tab>
        <Tabs.Tab value="terraform">Terraform</Tabs.Tab>
      </Tabs.List>
      <Panel value="request">
        <p className={classes.line}>
          <strong>{call.method}</strong> {call.path}
        </p>
        <RawJson value={call.body} label={t`Body of the call`} />
      </Panel>
      <Panel value="curl">
        <CodeBlock text={asCurl(call, place)} label={t`The call for curl`} what={t`command`} />
        <p className={classes.note}>
          {place.endpoint === null ? (
            <Trans>
              Set <code>DLI_ENDPOINT</code> to the address of the DLI you mean and <code>DLI_TOKEN</code> to a token of the project.
            </Trans>
          ) : (
            <Trans>
              Set <code>DLI_TOKEN</code> to a token of the project.
            </Trans>
          )}
        </p>
      </Panel>
      <Panel value="hcloud">
        <CodeBlock text={asHcloud(call, place)} label={t`The call for hcloud`} what={t`command`} />
        <NotRun />
      </Panel>
      <Panel value="terraform">
        <CodeBlock text={asTerraform(call)} label={t`The call for Terraform`} what={t`configuration`} />
        <NotRun />
      </Panel>
    </Tabs>
  );
}

function Panel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Panel value={value} className={classes.panel ?? ''}>
      {children}
    </Tabs.Panel>
  );
}

function NotRun() {
  return (
    <p className={classes.note}>
      <Trans>Written as the tool’s documentation has it; not run here.</Trans>
    </p>
  );
}
