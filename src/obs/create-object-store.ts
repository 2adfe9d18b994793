import { fileURLToPath } from 'node:url';
import { obsHost } from '../domain/obs-path.ts';
import { createDirectoryStore } from './directory-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3CredentialsProvider } from './s3-request.ts';
import { createS3Store, type S3StoreOptions } from './s3-store.ts';

export interface ObjectStoreSettings extends Omit<S3StoreOptions, 'endpoint' | 'credentials'> {
  /**
   * `file:///folder` for a folder of buckets, or scheme and host of a store that speaks S3. OBS of the region when left
   * out. Plain `http` on loopback alone: credentials do not travel in the open.
   */
  endpoint?: string;
  /** Not needed for a folder. */
  credentials?: S3CredentialsProvider;
}

/** Throws `TypeError` naming what is wrong with the settings. Opens nothing yet. */
export function createObjectStore({ endpoint, credentials, ...rest }: ObjectStoreSettings): ObjectStore {
  const address = endpoint ?? `https://${obsHost(rest.region)}`;
  if (!URL.canParse(address)) throw new TypeError(`The object store's address is not a URL: ${address}`);
  const url = new URL(address);
  if (url.protocol === 'file:') return createDirectoryStore({ dir: fileURLToPath(url) });
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new TypeError('The object store is reached by https://, or is a folder given as file:///.');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new TypeError("The object store's address is scheme and host alone.");
  }
  if (!credentials) throw new TypeError('The object store needs credentials.');
  return createS3Store({ ...rest, endpoint: url.origin, credentials });
}
