import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { groupsContract } from '../../contract/groups.ts';
import { type SubmissionRequest, submissionsContract } from '../../contract/submissions.ts';
import { call } from './client.ts';
import { projectKey } from './groups.ts';

export const SUGGESTIONS = 20;

/** Groups whose name holds the text. Read once, not polled: the plan is what decides. */
export function groupSuggestionsQuery(projectId: string, text: string, pageSize = SUGGESTIONS) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'suggestions', text, pageSize],
    queryFn: async ({ signal }) => {
      const query = { text, pageSize, sort: 'name', order: 'asc' } as const;
      return (await call(groupsContract.listGroups, { params: { projectId }, query }, { signal })).data;
    },
    staleTime: 10_000,
    refetchOnWindowFocus: false,
  });
}

export function usePlanSubmission(projectId: string) {
  return useMutation({
    /** `fresh`: every object is looked at again. */
    mutationFn: async ({ request: body, fresh }: { request: SubmissionRequest; fresh: boolean }) =>
      (await call(submissionsContract.planSubmission, { params: { projectId }, body }, { fresh })).data,
  });
}

export interface Sending {
  request: SubmissionRequest;
  /** Of the plan that was reviewed. */
  token: string;
  /** The same for every try of one reviewed submission, so that it reaches DLI once. */
  idempotencyKey: string;
}

export function useSubmitGroup(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ request, token, idempotencyKey }: Sending) =>
      (await call(submissionsContract.submitGroup, { params: { projectId }, body: { ...request, token } }, { idempotencyKey })).data,
    // The BFF has read DLI again before it answered, whatever the outcome was.
    onSettled: () => client.invalidateQueries({ queryKey: projectKey(projectId) }),
  });
}
