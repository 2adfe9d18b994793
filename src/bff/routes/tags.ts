import type { tagsContract } from '../../contract/tags.ts';
import type { Handlers } from '../implement.ts';
import type { PackageTagService } from '../services/package-tags.ts';
import type { QuotaService } from '../services/quota.ts';

export interface TagRoutesOptions {
  packageTags: PackageTagService;
  quota: QuotaService;
}

export function tagRoutes({ packageTags, quota }: TagRoutesOptions): Handlers<typeof tagsContract> {
  return {
    getPackageTags: async ({ params: { projectId }, query: { group, name } }) => ({
      tags: await packageTags.read(projectId, { group: group || null, name }),
    }),
    changePackageTags: ({ params: { projectId }, body: { group, name, ...change } }, { requestId }) =>
      packageTags.change({ projectId, requestId, ref: { group, name } }, change),
    getQuota: ({ params: { projectId } }) => quota.get(projectId),
  };
}
