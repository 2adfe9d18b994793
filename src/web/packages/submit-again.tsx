import { Plural } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Submission } from '../../contract/submissions.ts';
import { returnToDraft } from '../lib/draft.ts';
import { tabStorage } from '../lib/tab-storage.ts';

/** What did not arrive, back into the form: nothing is typed twice, and nothing is sent without its review. */
export function SubmitAgain({ submission }: { submission: Submission }) {
  const navigate = useNavigate();
  const { projectId } = useParams({ strict: false });
  const lost = submission.packages.filter(({ name }) => submission.settlement?.missing.includes(name));
  if (lost.length === 0 || projectId === undefined) return null;
  const fill = () => {
    const isKept = returnToDraft(
      tabStorage(),
      projectId,
      submission,
      lost.map(({ path }) => path),
    );
    if (isKept) void navigate({ to: '/p/$projectId/new', params: { projectId } });
  };
  return (
    <Button size="xs" variant="default" onClick={fill}>
      <Plural value={lost.length} one="Fill in # path again" other="Fill in # paths again" />
    </Button>
  );
}
