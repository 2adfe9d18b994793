import type { objectsContract } from '../../contract/objects.ts';
import { fromStore, type StoreCall } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Projects } from '../projects.ts';

/** Nothing is remembered between two pages: the marker in the address is all that a next page needs. */
export function objectRoutes({ projects }: { projects: Projects }): Handlers<typeof objectsContract> {
  return {
    async listBuckets({ params: { projectId } }, { signal }) {
      const { obs, region } = projects.of(projectId);
      const buckets = await told('listBuckets', obs.listBuckets(signal()));
      return { buckets: buckets.map(({ name, createdMs, region: own }) => ({ name, createdAt: createdMs, region: own })), region };
    },

    async listObjects({ params: { projectId }, query: { bucket, prefix, text, marker, limit } }, { signal }) {
      const { obs } = projects.of(projectId);
      const wanted = { prefix: prefix + text, delimiter: '/', limit, ...(marker === '' ? {} : { marker }) } as const;
      const page = await told('listObjects', obs.listObjects(bucket, wanted, signal()));
      const objects = page.objects
        .filter(({ key }) => !key.endsWith('/'))
        .map(({ key, sizeBytes, lastModifiedMs, storageClass }) => ({ key, sizeBytes, lastModified: lastModifiedMs, storageClass }));
      return { prefixes: page.prefixes, objects, nextMarker: page.nextMarker };
    },
  };
}

async function told<T>(call: StoreCall, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw fromStore(error, call);
  }
}
