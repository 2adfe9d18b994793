/**
 * What must hold before Review: the contract's own field schemas, put around the form's rows. Blank rows pass, as they
 * are not sent; a list with no path at all does not.
 */
import * as z from 'zod/mini';
import { type Issue, Kind } from '../../contract/common.ts';
import { GroupName, ObsPathText, SubmissionNote, Tags } from '../../contract/submissions.ts';
import { checkPackageName, PATHS_MAX } from '../../domain/names.ts';
import { packageNameOf, parseObsPath } from '../../domain/obs-path.ts';
import { filledPaths, Wanted } from './submission-values.ts';

const RowPath = z.string().check(
  z.check((ctx) => {
    if (ctx.value.trim() === '') return;
    const checked = z.safeParse(ObsPathText, ctx.value);
    const issue = checked.success ? nameIssueOf(ctx.value) : issueOf(checked.error.issues.at(-1));
    if (issue) ctx.issues.push({ code: 'custom', input: ctx.value, params: { issue } });
  }),
);

/** A path that reads well may still make a package name that DLI refuses; the plan would block it. */
function nameIssueOf(path: string): Issue | null {
  const parsed = parseObsPath(path);
  const [problem] = parsed.ok ? checkPackageName(packageNameOf(parsed.path)).errors : [];
  return problem ? { code: `package_name_${problem.code}`, ...(problem.params && { params: problem.params }) } : null;
}

/** A row that asks for a package's path is answered or taken out: left blank, the package would be missing unnoticed. */
const Row = z.object({ path: RowPath, wanted: z.optional(Wanted) }).check(
  z.check((ctx) => {
    const { path, wanted } = ctx.value;
    if (!wanted || path.trim() !== '') return;
    const issue: Issue = { code: 'path_wanted', params: { name: wanted.name } };
    ctx.issues.push({ code: 'custom', input: ctx.value, path: ['path'], params: { issue } });
  }),
);

const Paths = z.array(Row).check(
  z.check((ctx) => {
    const count = filledPaths({ paths: ctx.value }).length;
    if (count === 0) ctx.issues.push({ code: 'custom', input: ctx.value, path: [0, 'path'], params: { issue: { code: 'no_paths' } } });
    if (count > PATHS_MAX) {
      const issue = { code: 'too_many_paths', params: { max: PATHS_MAX, count } };
      ctx.issues.push({ code: 'custom', input: ctx.value, path: [PATHS_MAX, 'path'], params: { issue } });
    }
  }),
);

const shared = {
  kind: Kind,
  isAsync: z.boolean(),
  tags: Tags,
  paths: Paths,
  note: SubmissionNote,
  bulk: z.string(),
  repeats: z.optional(z.string()),
};
export const SubmissionForm = z.discriminatedUnion('target', [
  z.object({ target: z.literal('group'), group: GroupName, ...shared }),
  z.object({ target: z.literal('none'), group: z.string(), ...shared }),
]);

interface RaisedIssue {
  code?: string | undefined;
  params?: Record<string, unknown> | undefined;
}

/** The domain's code that the contract's schemas put into an issue; zod's own code where it is none of theirs. */
export function issueOf(raised: RaisedIssue | undefined): Issue {
  const told = raised?.params?.issue as Issue | undefined; // Put there by contract/submissions and by this file alone.
  return told ?? { code: raised?.code ?? 'invalid' };
}
