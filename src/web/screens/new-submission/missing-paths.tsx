import { Plural } from '@lingui/react/macro';
import { useWatch } from 'react-hook-form';
import { isAsking } from '../../lib/wanted-paths.ts';
import { Note } from './note.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';

/** Why rows ask for a path: it is not kept back, nobody here knows it. */
export function MissingPaths({ form }: { form: SubmissionFormApi }) {
  const count = useWatch({ control: form.control, name: 'paths', compute: (paths) => paths.filter(isAsking).length });
  if (count === 0) return null;
  return (
    <Note tone="plain" role="status">
      <Plural
        value={count}
        one="The path of # package is not known: DLI never tells it, and this server remembers no submission of it. Enter it below."
        other="The paths of # packages are not known: DLI never tells them, and this server remembers no submission of them. Enter them below, or paste a list: each path goes to the row of its package."
      />
    </Note>
  );
}
