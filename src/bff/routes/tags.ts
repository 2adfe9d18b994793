import type { tagsContract } from '../../contract/tags.ts';
import type { Handlers } from '../implement.ts';
import type { OwnDoings } from '../services/own-doings.ts';
import type { PackageTagService } from '../services/package-tags.ts';
import type { QuotaService } from '../services/quota.ts';

export interface TagRoutesOptions {
  packageTags: PackageTagService;
  quota: QuotaService;
  ownDoings: Pick<OwnDoings, 'touch'>;
}

export function tagRoutes({ packageTags, quota, ownDoings }: TagRoutesOptions): Handlers<typeof tagsContract> {
  return {
    getPackageTags: async ({ params: { projectId }, query: { group, name } }) => ({
      tags: await packageTags.read(projectId, { group: group || null, name }),
    }),
    async changePackageTags({ params: { projectId }, body: { group, name, ...change } }, { requestId }) {
      ownDoings.touch(projectId, group, name);
      const changed = await packageTags.change({ projectId, requestId, ref: { group, name } }, change);
      ownDoings.touch(projectId, group, name);
      return changed;
    },
    getQuota: ({ params: { projectId } }) => quota.get(projectId),
  };
}
