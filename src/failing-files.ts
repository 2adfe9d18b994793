/** For tests: a file system of which one call fails, or every call from one on, counted over all its functions and open files. */
import type { FileHandle } from 'node:fs/promises';

type Call = (...args: never[]) => Promise<unknown>;

export interface FailingFiles<Files> {
  files: Files;
  /** How many calls were made. */
  calls(): number;
}

export const FAILURE = Object.assign(new Error('the disk is gone'), { code: 'EIO' });

/** `until`: the last call that fails. What fails is not carried out; only a file is closed all the same, lest it stay open. */
export function failingFiles<Files extends { [name: string]: Call }>(real: Files, from: number, until = from): FailingFiles<Files> {
  let count = 0;
  const isTurn = () => {
    count++;
    return count >= from && count <= until;
  };
  const failing =
    (call: Call): Call =>
    async (...args) => {
      if (isTurn()) throw FAILURE;
      const result = await call(...args);
      return isHandle(result) ? watched(result) : result;
    };
  const watched = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const fails = isTurn();
          if (!fails || name === 'close') await (member as (...all: unknown[]) => Promise<unknown>).apply(target, args); // a method of it
          if (fails) throw FAILURE;
        };
      },
    });
  const files = Object.fromEntries(Object.entries(real).map(([name, call]) => [name, failing(call)])) as Files; // the same names
  return { files, calls: () => count };
}

function isHandle(value: unknown): value is FileHandle {
  return typeof value === 'object' && value !== null && 'fd' in value && 'close' in value;
}
