/** The counted button: it says what the submission does, never just "Submit" or "OK". */
import { plural, t } from '@lingui/core/macro';
import type { Choice } from './submission-choice.ts';

export function submitLabel({ add, replace }: Pick<Choice, 'add' | 'replace'>): string {
  if (replace === 0) return plural(add, { one: 'Add # package', other: 'Add # packages' });
  if (add === 0) return plural(replace, { one: 'Replace # package', other: 'Replace # packages' });
  return t`Replace ${replace}, add ${add}`;
}
