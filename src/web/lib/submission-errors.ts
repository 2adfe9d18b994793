/** Which fields of the form a refused request names: the wire counts sent paths, the form counts rows. */
import type { FieldIssue } from '../../contract/errors.ts';
import type { SubmissionValues } from './submission-values.ts';

export type RefusedField = {
  name: 'group' | 'note' | `paths.${number}.path` | `tags.${number}.key` | `tags.${number}.value`;
  issue: FieldIssue;
};

export function refusedFields(issues: readonly FieldIssue[], values: Pick<SubmissionValues, 'paths'>): RefusedField[] {
  return issues.flatMap((issue): RefusedField[] => {
    const [, field, index, part] = issue.path.split('.');
    if (field === 'group' || field === 'note') return [{ name: field, issue }];
    if (field === 'tags' && index) return [{ name: `tags.${Number(index)}.${part === 'value' ? 'value' : 'key'}`, issue }];
    const row = field === 'paths' && index ? rowOfPath(values, Number(index)) : -1;
    return row < 0 ? [] : [{ name: `paths.${row}.path`, issue }];
  });
}

function rowOfPath({ paths }: Pick<SubmissionValues, 'paths'>, sentIndex: number): number {
  let sent = -1;
  return paths.findIndex(({ path }) => path.trim() !== '' && ++sent === sentIndex);
}
