/**
 * Everything about the local cloud that can be chosen. The first four are choices DLI's documentation leaves open or
 * answers twice; `docs/local-cloud.md` gives the evidence for each default.
 */
import * as z from 'zod';

export const LocalCloudSettings = z.object({
  /** What `resources/jars`, `/pyfiles` and `/files` do to a group that is there already (dli_02_0169 to 0171). */
  kindUploads: z.enum(['replace-group', 'upsert']).default('replace-group'),
  /** Whether a group whose last package is deleted is still listed. */
  emptiedGroup: z.enum(['vanishes', 'stays']).default('vanishes'),
  /** A synchronous upload of an object that is not there: 201 with FAILED, or 400 and nothing stored. */
  missingObject: z.enum(['failed', 'refused']).default('failed'),
  /** Two paths of one call that would make packages of the same name: 400, or the last one is taken. */
  duplicateNames: z.enum(['refused', 'last-wins']).default('refused'),
  samples: z.enum(['full', 'small', 'none']).default('full'),
  /** Copies at a time, over all projects; slow ones (`slow/`) are counted apart. */
  copyConcurrency: z.int().min(1).max(64).default(8),
  /** Copying speed of objects under `slow/` in a sample bucket. */
  slowBytesPerSecond: z.int().min(1).default(5_000_000),
  /** How long the answer to an upload from `late/` is held back. */
  lateAnswerMs: z.int().min(0).default(15_000),
  /** How long the list of a project named `fault-list-slow…` is held back. */
  slowListMs: z.int().min(0).default(10_000),
  /** Packages a project may have; an upload that would pass it is refused with `DLI.1028`. */
  packageQuota: z.int().min(0).default(100_000),
  /** Whether a call needs a signature or a token, as it does in the cloud. */
  requireAuth: z.boolean().default(false),
  /** The name that packages and groups get as their owner, where nobody has to sign in. */
  userName: z
    .string()
    .regex(/^[A-Za-z_-][A-Za-z0-9_-]{4,31}$/)
    .default('local_user'),
});
export type LocalCloudSettings = z.infer<typeof LocalCloudSettings>;
export type LocalCloudSettingsInput = z.input<typeof LocalCloudSettings>;
