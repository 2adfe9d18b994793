import { useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconArrowRight, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ConnectionStep } from '../../../contract/connection.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import classes from './connection.module.css';
import { answerLine, explainStep, stateWord, titleOf } from './connection-messages.ts';

interface ConnectionStepsProps {
  steps: readonly ConnectionStep[];
  /** Being checked again. */
  isDimmed: boolean;
}

/** In the order in which they build on each other. */
export function ConnectionSteps({ steps, isDimmed }: ConnectionStepsProps) {
  const { t } = useLingui();
  return (
    <ol className={classes.steps} aria-label={t`Steps`} aria-busy={isDimmed} data-dimmed={isDimmed || undefined}>
      {steps.map((step) => (
        <Step key={`${step.id} ${step.service}`} step={step} />
      ))}
    </ol>
  );
}

const LOOK: Record<ConnectionStep['state'], { tone: Tone; icon: ReactNode }> = {
  ok: { tone: 'green', icon: <IconCheck size={14} stroke={2.6} /> },
  warned: { tone: 'amber', icon: <IconAlertTriangle size={14} stroke={2.2} /> },
  failed: { tone: 'red', icon: <IconX size={14} stroke={2.6} /> },
  skipped: { tone: 'grey', icon: <IconMinus size={14} stroke={2.4} /> },
};

function Step({ step }: { step: ConnectionStep }) {
  const { i18n } = useLingui();
  const { found, todo } = explainStep(step);
  const answer = step.state === 'ok' ? null : answerLine(step);
  const isTimed = step.state !== 'skipped' && step.ms > 0;
  return (
    <li className={classes.step} data-state={step.state}>
      <span>
        <Badge {...LOOK[step.state]}>{stateWord(step.state)}</Badge>
      </span>
      <div className={classes.words}>
        <h2>{titleOf(step)}</h2>
        <p>{found}</p>
        {answer && <p className={classes.answer}>{answer}</p>}
        {todo && (
          <p className={classes.todo}>
            <IconArrowRight size={16} aria-hidden="true" />
            <span>{todo}</span>
          </p>
        )}
      </div>
      <span className={classes.time}>{isTimed && i18n.number(step.ms, { style: 'unit', unit: 'millisecond' })}</span>
    </li>
  );
}
