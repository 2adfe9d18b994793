/** Buckets and objects as this console may list them. DLI may read what is not listed here: a path can always be typed. */
import * as z from 'zod/mini';
import { KEY_MAX_BYTES } from '../domain/obs-path.ts';
import { Millis, ProjectParams } from './common.ts';
import { defineContract } from './define.ts';

export const STORAGE_CLASSES = ['standard', 'warm', 'archive', 'deep_archive'] as const;

export const BucketList = z.object({
  /** In the order of their names. A bucket of another region may be among them, where the store does not name regions. */
  buckets: z.array(z.object({ name: z.string(), createdAt: Millis, region: z.nullable(z.string()) })),
  /** The project's own: DLI is sent addresses in it. */
  region: z.string(),
});
export type BucketList = z.infer<typeof BucketList>;

export const ListedObject = z.object({
  key: z.string(),
  sizeBytes: z.number(),
  lastModified: z.number(),
  /** Null where the store names another. Objects of the last two are restored before anybody can read them. */
  storageClass: z.nullable(z.enum(STORAGE_CLASSES)),
});
export type ListedObject = z.infer<typeof ListedObject>;

export const ObjectPage = z.object({
  /** Folders of this level, each whole from the bucket on and with its `/` at the end, in key order. */
  prefixes: z.array(z.string()),
  /** In key order; placeholders of folders (keys that end in `/`) are left out. */
  objects: z.array(ListedObject),
  /** Asks for the next page; null on the last one. A page may hold nothing and yet not be the last. */
  nextMarker: z.nullable(z.string()),
});
export type ObjectPage = z.infer<typeof ObjectPage>;

export const OBJECTS_LIMIT_MAX = 1000;

const keyPart = z._default(z.string().check(z.maxLength(KEY_MAX_BYTES)), '');

export const ObjectsQuery = z.object({
  bucket: z.string().check(z.minLength(1), z.maxLength(256)),
  /** The folder, with its `/` at the end; empty for the bucket itself. */
  prefix: keyPart,
  /** How the names in the folder begin. */
  text: keyPart,
  /** The `nextMarker` of the page before. */
  marker: keyPart,
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(OBJECTS_LIMIT_MAX)), 200),
});

const read = { method: 'GET', access: 'user', clientHeader: 'required', bodyLimit: 0 } as const;

export const objectsContract = defineContract({
  listBuckets: {
    ...read,
    path: '/api/projects/:projectId/buckets',
    summary: 'The buckets that this console’s account may see.',
    params: ProjectParams,
    response: BucketList,
  },
  listObjects: {
    ...read,
    path: '/api/projects/:projectId/objects',
    summary: 'One level of a bucket, page by page: folders, and objects with size, date and storage class.',
    params: ProjectParams,
    query: ObjectsQuery,
    response: ObjectPage,
  },
});
