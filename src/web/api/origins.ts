import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type AttachRequest, originsContract } from '../../contract/origins.ts';
import { call } from './client.ts';
import { projectKey } from './groups.ts';
import type { PackageAddress } from './tags.ts';

export function useAttachPath(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: AttachRequest) => (await call(originsContract.attachPath, { params: { projectId }, body })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: projectKey(projectId) }),
  });
}

export function useDetachPath(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: PackageAddress) => (await call(originsContract.detachPath, { params: { projectId }, body })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: projectKey(projectId) }),
  });
}
