import { Trans } from '@lingui/react/macro';
import type { Plan } from '../../../contract/submissions.ts';
import { CallText } from '../../packages/call-text.tsx';
import classes from './review-step.module.css';

/** The very call that the button makes, for those who would have written it by hand. */
export function CallDetails({ projectId, call }: { projectId: string; call: Plan['call'] }) {
  return (
    <details className={classes.call}>
      <summary>
        <Trans>Show the call</Trans>
      </summary>
      <CallText projectId={projectId} call={call} />
    </details>
  );
}
