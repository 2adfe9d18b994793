import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type ErrorEvidence, evidenceLines } from '../lib/error-evidence.ts';
import { explainError } from '../lib/error-messages.ts';
import { CheckConnectionLink } from './check-connection-link.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './error-panel.module.css';

interface ErrorPanelProps {
  /** What failed, naming the object: "The groups of project local could not be read." */
  what: ReactNode;
  /** An ApiError, or anything else that was thrown. */
  error: unknown;
  /** For a background read or a page load: a button that tries once more. */
  onRetry?: () => void;
  isRetrying?: boolean;
  /** For errors that are explained elsewhere than in the common table. */
  explain?: typeof explainError;
  children?: ReactNode;
}

/** What failed, why, what to do, and the evidence. One layer shows an error, and this is how it looks. */
export function ErrorPanel({ what, error, onRetry, isRetrying = false, explain = explainError, children }: ErrorPanelProps) {
  const { why, remedy } = explain(error);
  return (
    <section className={classes.panel} role="alert">
      <IconAlertTriangle className={classes.icon} size={20} aria-hidden="true" />
      <div className={classes.body}>
        <p className={classes.what}>{what}</p>
        <p>
          {why} {remedy} <CheckConnectionLink error={error} />
        </p>
        {(onRetry || children) && (
          <div className={classes.actions}>
            {onRetry && (
              <Button size="xs" variant="default" onClick={onRetry} loading={isRetrying}>
                <Trans>Retry</Trans>
              </Button>
            )}
            {children}
          </div>
        )}
        <Evidence lines={evidenceLines(error)} />
      </div>
    </section>
  );
}

export function Evidence({ lines }: { lines: ErrorEvidence[] }) {
  const { t } = useLingui();
  if (lines.length === 0) return null;
  const text = lines.map(({ label, value }) => `${label}: ${value}`).join('\n');
  return (
    <details className={classes.details}>
      <summary>
        <Trans>Details</Trans>
      </summary>
      <div className={classes.evidence}>
        <dl>
          {lines.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <CopyButton text={text} what={t`details`} />
      </div>
    </details>
  );
}
