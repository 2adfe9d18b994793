/**
 * Tags after the upload, and the quota: the calls of DLI's v3 API that concern packages. A tag belongs to one package, never
 * to a group. The type `dli_package_resource` and the form of its id are those of Huawei's SDK and Terraform provider; the
 * public pages (dli_02_0396, 0397) no longer list them.
 */
import type { Tag } from '../domain/names.ts';
import { type DliResult, guardSuccess, type PackageRef, parse, plain } from './result.ts';
import type { Transport } from './transport.ts';
import { WireKnownTags, WireQuotas, WireTags } from './wire.ts';

export const KNOWN_TAGS_MAX = 1000;

export interface TagCalls {
  /** The list and get calls never carry tags: this is the only way to read them. */
  getTags(projectId: string, ref: PackageRef): Promise<DliResult<WireTags>>;
  /** dli_02_0396: adds, and gives keys that are there the new value. 1 to 20 tags. */
  setTags(projectId: string, ref: PackageRef, tags: readonly Tag[]): Promise<DliResult<Record<string, unknown>>>;
  /** dli_02_0397: by key, whatever the value; a key that is not there is no error. 1 to 20 keys. */
  removeTags(projectId: string, ref: PackageRef, keys: readonly string[]): Promise<DliResult<Record<string, unknown>>>;
  /** dli_02_0513: the tags that any package of the project has; at most 1,000 keys, which is the most that one call tells. */
  listTags(projectId: string): Promise<DliResult<WireKnownTags>>;
  /** dli_02_0503 */
  getQuotas(projectId: string): Promise<DliResult<WireQuotas>>;
}

export function createTagCalls(transport: Transport): TagCalls {
  const change = async (operation: 'setTags' | 'removeTags', projectId: string, ref: PackageRef, tags: readonly Partial<Tag>[]) => {
    const path = `${tagsPath(projectId, ref)}/${operation === 'setTags' ? 'create' : 'delete'}`;
    const answer = await transport.send({ operation, projectId, method: 'POST', path, body: { tags } });
    return guardSuccess(`POST ${path}`, plain(answer));
  };

  return {
    async getTags(projectId, ref) {
      return parse(WireTags, await transport.send({ operation: 'getTags', projectId, method: 'GET', path: tagsPath(projectId, ref) }));
    },
    setTags(projectId, ref, tags) {
      const sent = tags.map(({ key, value }) => ({ key, value }));
      return change('setTags', projectId, ref, sent);
    },
    removeTags(projectId, ref, keys) {
      const sent = keys.map((key) => ({ key }));
      return change('removeTags', projectId, ref, sent);
    },
    async listTags(projectId) {
      const path = `${packagesPath(projectId)}/tags`;
      const query = { limit: String(KNOWN_TAGS_MAX), offset: '0' };
      return parse(WireKnownTags, await transport.send({ operation: 'listTags', projectId, method: 'GET', path, query }));
    },
    async getQuotas(projectId) {
      const path = `/v3/${encodeURIComponent(projectId)}/quotas`;
      return guardSuccess(
        `GET ${path}`,
        parse(WireQuotas, await transport.send({ operation: 'getQuotas', projectId, method: 'GET', path })),
      );
    },
  };
}

/** The id is `group#name`, or `name` in no group; its `#` goes out as `%23`, which is the form that is signed (`sign.ts`). */
function tagsPath(projectId: string, { group, name }: PackageRef): string {
  const id = group === null ? name : `${group}#${name}`;
  return `${packagesPath(projectId)}/${encodeURIComponent(id)}/tags`;
}

function packagesPath(projectId: string): string {
  return `/v3/${encodeURIComponent(projectId)}/dli_package_resource`;
}
