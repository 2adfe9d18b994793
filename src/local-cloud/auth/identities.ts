/**
 * Who there is: one account with its users, their keys and its projects. Read from a JSON file of this shape, or the
 * samples below, which docs/local-cloud.md lists. Ids that are left out are made from the names, so they stay the same.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { SAMPLE_USERS } from '../samples.ts';

const AccessKey = z.strictObject({
  access: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  secret: z.string().min(1),
  /** A temporary pair: requests must carry it as `X-Security-Token`. */
  securityToken: z.string().min(1).optional(),
});
const User = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z_-][A-Za-z0-9_-]{4,31}$/),
    id: z.string().min(1).optional(),
    /** Without one nobody can ask for a token in this name. */
    password: z.string().min(1).optional(),
    accessKeys: z.array(AccessKey).default([]),
  })
  .transform((user) => ({ ...user, id: user.id ?? idOf('user', user.name) }));
const Project = z
  .strictObject({
    name: z.string().min(1),
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .optional(),
  })
  .transform((project) => ({ ...project, id: project.id ?? idOf('project', project.name) }));

export const Identities = z
  .strictObject({
    domain: z
      .strictObject({ name: z.string().min(1), id: z.string().min(1).optional() })
      .transform((domain) => ({ ...domain, id: domain.id ?? idOf('domain', domain.name) })),
    users: z.array(User).min(1),
    projects: z.array(Project).default([]),
  })
  .refine(({ users }) => isUnique(users.map(({ name }) => name)), 'two users have the same name')
  .refine(
    ({ users }) => isUnique(users.flatMap(({ accessKeys }) => accessKeys.map(({ access }) => access))),
    'an access key is there twice',
  )
  .refine(({ projects }) => isUnique(projects.map(({ name }) => name)), 'two projects have the same name');
export type Identities = z.infer<typeof Identities>;
export type IdentitiesInput = z.input<typeof Identities>;
export type User = Identities['users'][number];
export type Project = Identities['projects'][number];

/** Regions that have DLI, as Huawei's SDKs list them; a region's default project has its name. */
const REGIONS = `cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-south-1 cn-southwest-2
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 la-north-2 la-south-2 na-mexico-1 sa-brazil-1 af-south-1 af-north-1
  tr-west-1 me-east-1 ae-ad-1 my-kualalumpur-1 eu-west-0 eu-west-101 ru-northwest-2 ru-moscow-1`.split(/\s+/);

/** None of it is a secret: the values say themselves that they are samples. */
export const SAMPLE_IDENTITIES: IdentitiesInput = {
  domain: { name: 'sample-account' },
  users: SAMPLE_USERS.map((name) => {
    const key = name.replace(/[^a-z]/g, '').toUpperCase();
    return {
      name,
      password: `sample-password-of-${name}`,
      accessKeys: [
        { access: `SAMPLEKEY${key}`, secret: `sample-secret-of-${name}` },
        { access: `SAMPLETEMP${key}`, secret: `sample-temporary-secret-of-${name}`, securityToken: `sample-security-token-of-${name}` },
      ],
    };
  }),
  projects: [{ name: 'local', id: 'local' }, ...REGIONS.map((name) => ({ name }))],
};

/** 32 hexadecimal digits, as IAM's ids are. */
function idOf(kind: string, name: string): string {
  return createHash('sha256').update(`${kind} ${name}`).digest('hex').slice(0, 32);
}

function isUnique(values: string[]): boolean {
  return new Set(values).size === values.length;
}
