/**
 * The data folder and what lies in it:
 *
 *     obs/<bucket>/<key>        objects, as a user or a program puts them there
 *     packages/<2 hex>/<sha256> the bytes of packages, named by their content
 *     packages/tmp/             copies under way; emptied at start
 *     local-cloud.sqlite        groups and packages
 *     samples.json              which samples were put into obs/
 */
import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';

export interface DataFolder {
  dir: string;
  obsDir: string;
  packagesDir: string;
  databaseFile: string;
  samplesMarker: string;
}

/** The folder cannot be used. The message is one line for a person. */
export class DataFolderError extends Error {
  readonly code: 'in_use' | 'unwritable';

  constructor(code: DataFolderError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataFolderError';
    this.code = code;
  }
}

export function openDataFolder(dataDir: string): DataFolder {
  const dir = path.resolve(dataDir);
  const folder = {
    dir,
    obsDir: path.join(dir, 'obs'),
    packagesDir: path.join(dir, 'packages'),
    databaseFile: path.join(dir, 'local-cloud.sqlite'),
    samplesMarker: path.join(dir, 'samples.json'),
  };
  try {
    mkdirSync(folder.obsDir, { recursive: true });
    mkdirSync(folder.packagesDir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    throw unwritable(dir, error);
  }
  return folder;
}

export function unwritable(dir: string, error: unknown): DataFolderError {
  const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new DataFolderError('unwritable', `The data folder ${dir} cannot be written (${why}). Choose another, or mend its rights.`, error);
}
