import type { ComponentProps } from 'react';
import { ErrorPanel } from '../components/error-panel.tsx';
import { explainRefusal } from '../lib/refusal-messages.ts';

/** A submission that DLI refused, told from its code. */
export function Refusal(props: Omit<ComponentProps<typeof ErrorPanel>, 'explain'>) {
  return <ErrorPanel {...props} explain={explainRefusal} />;
}
