/** What a form over the tags of a package comes to: what is sent, and what is wrong with it. */
import type { FieldIssue } from '../../contract/errors.ts';
import type { TagChange } from '../../contract/tags.ts';
import type { Issue } from '../../domain/issue.ts';
import { checkTag, type Tag } from '../../domain/names.ts';

/** Only what differs: tags that nobody touched are left as they are, even if they changed meanwhile. */
export function tagChanges(before: readonly Tag[], after: readonly Tag[]): { set: Tag[]; remove: string[] } {
  const was = valuesOf(before);
  const kept = valuesOf(after);
  return {
    set: after.filter(({ key, value }) => was.get(key) !== value).map(({ key, value }) => ({ key, value })),
    remove: before.map(({ key }) => key).filter((key) => !kept.has(key)),
  };
}

export interface TagFieldIssue {
  index: number;
  field: 'key' | 'value';
  issue: Issue;
}

/** Issues of the rows that would be sent. What DLI holds already is not held to the rules for new tags. */
export function tagRowIssues(before: readonly Tag[], rows: readonly (Tag & { isNew: boolean })[]): TagFieldIssue[] {
  const was = valuesOf(before);
  return rows.flatMap((row, index) =>
    !row.isNew && was.get(row.key) === row.value
      ? []
      : checkTag(row, rows)
          .filter(({ code }) => row.isNew || code !== 'key_repeated')
          .map((issue) => ({ index, field: issue.code.startsWith('value') ? ('value' as const) : ('key' as const), issue })),
  );
}

/** Fields that a refused request names, by the rows of the form: the request holds only what differs. */
export function refusedTagRows(issues: readonly FieldIssue[], set: readonly Tag[], rows: readonly Tag[]): TagFieldIssue[] {
  return issues.flatMap(({ path, code, params }) => {
    const [, list, sent, part] = path.split('.');
    const key = list === 'set' && sent !== undefined ? set[Number(sent)]?.key : undefined;
    const index = rows.findIndex((row) => row.key === key);
    return index < 0
      ? []
      : [{ index, field: part === 'value' ? ('value' as const) : ('key' as const), issue: { code, ...(params && { params }) } }];
  });
}

/** Changes that did not come about, or may not have. */
export function unmadeChanges(changes: readonly TagChange[]): TagChange[] {
  return changes.filter(({ state }) => state !== 'done');
}

function valuesOf(tags: readonly Tag[]): Map<string, string> {
  return new Map(tags.map(({ key, value }) => [key, value]));
}
