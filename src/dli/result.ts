/** What a call of DLI answers with, and whose package it is about. */
import type * as z from 'zod';
import { DliError } from './errors.ts';
import type { DliAnswer } from './transport.ts';

export interface DliResult<T> {
  httpStatus: number;
  requestId: string | null;
  data: T;
  raw: Record<string, unknown>;
}

/** Identity of a package: (group or none, name); the same name may stand in several groups. */
export interface PackageRef {
  name: string;
  group: string | null;
}

export function parse<S extends z.ZodType>(schema: S, answer: DliAnswer): DliResult<z.output<S>> {
  return { ...plain(answer), data: schema.parse(answer.json) };
}

/** For answers nobody documents a body of. */
export function plain({ httpStatus, requestId, json }: DliAnswer): DliResult<Record<string, unknown>> {
  return { httpStatus, requestId, data: json, raw: json };
}

/** DLI may say no with a 2xx: `{ "is_success": false, "message": … }`. Terraform's provider guards against it too. */
export function guardSuccess<T>(call: string, result: DliResult<T>): DliResult<T> {
  const { is_success: isSuccess } = result.raw;
  if (isSuccess !== false && String(isSuccess).toLowerCase() !== 'false') return result;
  const message = typeof result.raw.message === 'string' ? result.raw.message : null;
  throw new DliError({
    problem: 'refused',
    call,
    httpStatus: result.httpStatus,
    errorCode: null,
    errorMessage: message,
    requestId: result.requestId,
    retryAfterMs: null,
  });
}
