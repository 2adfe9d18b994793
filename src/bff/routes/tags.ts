import type { tagsContract } from '../../contract/tags.ts';
import type { Handlers } from '../implement.ts';
import type { KnownTagsService } from '../services/known-tags.ts';
import type { OwnDoings } from '../services/own-doings.ts';
import type { PackageTagService } from '../services/package-tags.ts';
import type { QuotaService } from '../services/quota.ts';

export interface TagRoutesOptions {
  packageTags: PackageTagService;
  quota: QuotaService;
  ownDoings: Pick<OwnDoings, 'touch'>;
  knownTags: KnownTagsService;
  /** Told when tags were changed, or may have been. */
  onChanged: (projectId: string) => void;
}

export function tagRoutes({ packageTags, quota, ownDoings, knownTags, onChanged }: TagRoutesOptions): Handlers<typeof tagsContract> {
  return {
    getPackageTags: async ({ params: { projectId }, query: { group, name } }) => ({
      tags: await packageTags.read(projectId, { group: group || null, name }),
    }),
    async changePackageTags({ params: { projectId }, body: { group, name, ...change } }, { requestId }) {
      ownDoings.touch(projectId, group, name);
      try {
        return await packageTags.change({ projectId, requestId, ref: { group, name } }, change);
      } finally {
        ownDoings.touch(projectId, group, name);
        onChanged(projectId);
      }
    },
    listTags: ({ params: { projectId } }) => knownTags.get(projectId),
    getQuota: ({ params: { projectId } }) => quota.get(projectId),
  };
}
