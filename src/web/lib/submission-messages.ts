/** Words for what the New submission form refuses: the shared tables by field, and the form's own three codes. */
import { plural, t } from '@lingui/core/macro';
import type { Issue } from '../../contract/common.ts';
import { nameIssueMessage, obsPathProblemMessage, tagIssueMessage } from './messages.ts';

/** How the form marks that it is the package's name which is wrong, not the address. */
const PACKAGE_NAME = 'package_name_';

export function fieldMessage(field: PropertyKey | undefined, issue: Issue): string {
  if (issue.code === 'no_paths') return t`Enter at least one OBS path.`;
  if (issue.code === 'path_wanted') {
    const name = String(issue.params?.name);
    return t`Enter the path of ${name}, or take this row out.`;
  }
  if (issue.code === 'too_many_paths') {
    const max = Number(issue.params?.max);
    return plural(max, {
      one: 'One submission takes # path at most.',
      other: 'One submission takes # paths at most. Take this and the rows after it out.',
    });
  }
  if (issue.code.startsWith(PACKAGE_NAME)) {
    const problem = nameIssueMessage({ ...issue, code: issue.code.slice(PACKAGE_NAME.length) });
    return t`Package name: ${problem}`;
  }
  if (field === 'group' || field === 'note') return nameIssueMessage(issue);
  return field === 'tags' ? tagIssueMessage(issue) : obsPathProblemMessage(issue);
}
