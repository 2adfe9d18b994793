/** Requests against the contract's schemas; what does not fit is told field by field, in codes. */
import type * as z from 'zod/mini';
import type { Endpoint } from '../contract/define.ts';
import type { FieldIssue } from '../contract/errors.ts';
import { ApiError } from './errors.ts';

export interface RawInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

/** The parsed parts the endpoint describes; throws `invalid_request` naming every field that does not fit. */
export function parseInput(endpoint: Endpoint, raw: RawInput): RawInput {
  const issues: FieldIssue[] = [];
  const parsed: RawInput = {};
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = endpoint[part];
    if (!schema) continue;
    const result = schema.safeParse(raw[part]);
    if (result.success) parsed[part] = result.data;
    else issues.push(...result.error.issues.map((issue) => toFieldIssue(part, issue)));
  }
  if (issues.length > 0) throw new ApiError('invalid_request', 'The request does not fit the contract.', { details: { issues } });
  return parsed;
}

function toFieldIssue(part: string, issue: z.core.$ZodIssue): FieldIssue {
  const path = [part, ...issue.path.map(String)].join('.');
  if (issue.code === 'custom' && isDomainIssue(issue.params?.issue)) return { path, ...issue.params.issue };
  const params = Object.fromEntries(
    Object.entries(issue).filter((entry): entry is [string, string | number] => isTold(entry[0]) && isPlain(entry[1])),
  );
  return Object.keys(params).length > 0 ? { path, code: issue.code, params } : { path, code: issue.code };
}

/** The numbers of a zod issue; never the value itself, nor zod's sentence. */
function isTold(name: string): boolean {
  return ['minimum', 'maximum', 'expected', 'format', 'origin'].includes(name);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isDomainIssue(value: unknown): value is Pick<FieldIssue, 'code' | 'params'> {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
