import { useWatch } from 'react-hook-form';
import { isUntouched, type SubmissionValues } from '../../lib/submission-values.ts';
import { SampleButton } from '../../packages/sample-button.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';

interface SampleLinkProps {
  form: SubmissionFormApi;
  projectId: string;
  /** It was not empty when it was opened. */
  isFilled: boolean;
}

/** While nothing is typed. In a form that was empty its place is kept after that, so that the first key press moves nothing. */
export function SampleLink({ form, projectId, isFilled }: SampleLinkProps) {
  const isEmpty = useWatch({ control: form.control, compute: (values: SubmissionValues) => isUntouched(values) });
  if (isFilled && !isEmpty) return null;
  return (
    <span style={{ visibility: isEmpty ? 'visible' : 'hidden' }}>
      <SampleButton projectId={projectId} />
    </span>
  );
}
