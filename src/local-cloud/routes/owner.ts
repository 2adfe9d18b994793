/** Changing an owner: dli_02_0253. */
import * as z from 'zod';
import { GROUP_NAME_MAX, PACKAGE_NAME_MAX } from '../../domain/names.ts';
import type { CloudApp, CloudParts } from '../app.ts';
import { badParameter, DliError, notFound } from '../dli-error.ts';
import { ownerFaultOf, withQuirks } from '../faults.ts';
import { check } from '../upload-request.ts';
import { readJson } from './uploads.ts';

/** The one page that documents the charsets of names: those outside them cannot be named here. */
const OwnerRequest = z.object({
  new_owner: z.string().regex(/^[A-Za-z_-][A-Za-z0-9_-]{4,31}$/),
  group_name: z
    .string()
    .max(GROUP_NAME_MAX)
    .regex(/^[A-Za-z0-9._-]*$/)
    .nullish(),
  resource_name: z
    .string()
    .max(PACKAGE_NAME_MAX)
    .regex(/^(?!\.)[A-Za-z0-9_!.-]*$/)
    .nullish(),
});

export function addOwnerRoute(app: CloudApp, { registry, settings, identities }: CloudParts): void {
  const users = new Set([...identities.users.map(({ name }) => name), settings.userName]);
  app.put('/v2.0/:project/resources/owner', async (c) => {
    const project = c.req.param('project');
    const { new_owner, group_name, resource_name } = check(OwnerRequest, await readJson(c));
    const group = group_name ?? '';
    // The group alone: the group. A package alone: one in no group. Both: one package in that group.
    if (!group && !resource_name) throw badParameter('One of group_name and resource_name is needed.');
    const refusal = ownerFaultOf(new_owner, resource_name || null);
    if (refusal) return c.json(withQuirks(project, refusal));
    // The first sentence is DLI's, in its example; the rest helps whoever tries this out.
    if (!users.has(new_owner))
      throw new DliError(404, 'DLI.0002', `No such user. userName:${new_owner}. Here are: ${[...users].join(', ')}.`);
    if (!registry.changeOwner(project, group, resource_name || null, new_owner)) {
      throw notFound(`There is no ${resource_name ? `package named ${resource_name}` : `group named ${group}`}.`);
    }
    return c.json(withQuirks(project, { is_success: true, message: '' }));
  });
}
