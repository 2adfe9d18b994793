import { Trans, useLingui } from '@lingui/react/macro';
import type { Plan } from '../../../contract/submissions.ts';
import { RawJson } from '../../components/raw-json.tsx';
import classes from './review-step.module.css';

/** The very call that the button makes, for those who would have written it by hand. */
export function CallDetails({ call }: { call: Plan['call'] }) {
  const { t } = useLingui();
  return (
    <details className={classes.call}>
      <summary>
        <Trans>Show the call</Trans>
      </summary>
      <p className={classes.callLine}>
        <strong>{call.method}</strong> {call.path}
      </p>
      <RawJson value={call.body} label={t`Body of the call`} />
    </details>
  );
}
