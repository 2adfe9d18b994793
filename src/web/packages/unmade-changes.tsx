import { Trans } from '@lingui/react/macro';
import type { TagChange } from '../../contract/tags.ts';
import { ApiError } from '../api/client.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Name } from '../components/name.tsx';
import classes from './package-tags.module.css';

/** Which changes of tags were not made, or perhaps not, and why the first was not. */
export function UnmadeChanges({ changes }: { changes: readonly TagChange[] }) {
  const told = changes.find(({ error }) => error)?.error;
  return (
    <ErrorPanel what={<Trans>Not every change was made. What was not is still in the form.</Trans>} error={told && new ApiError(told)}>
      <ul className={classes.unmade}>
        {changes.map((change) => (
          <li key={`${change.action} ${change.key}`}>
            <Name>{change.key}</Name>: <Outcome change={change} />
          </li>
        ))}
      </ul>
    </ErrorPanel>
  );
}

function Outcome({ change: { action, state } }: { change: TagChange }) {
  if (state === 'unknown') return <Trans>DLI’s answer was lost. Saving again is safe.</Trans>;
  if (state === 'notSent') return <Trans>not sent, as the change before it failed</Trans>;
  return action === 'set' ? <Trans>not set</Trans> : <Trans>not removed</Trans>;
}
