import type { Endpoint } from '../../contract/define.ts';
import { ApiError } from '../errors.ts';

/** Reads a JSON body no larger than the endpoint allows; the limit holds while reading, whatever Content-Length says. */
export async function readJsonBody(endpoint: Endpoint, request: Request): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    throw new ApiError('unsupported_media_type', 'The body must be application/json.');
  }
  const text = decode(await readLimited(request, endpoint.bodyLimit).catch(explain));
  try {
    return JSON.parse(text);
  } catch {
    throw invalidJson();
  }
}

async function readLimited(request: Request, limitBytes: number): Promise<Uint8Array[]> {
  if (Number(request.headers.get('Content-Length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return chunks;
}

function decode(chunks: Uint8Array[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw invalidJson();
  }
}

function tooLarge(limitBytes: number): ApiError {
  return new ApiError('body_too_large', `The body is larger than ${limitBytes} bytes.`, { headers: { Connection: 'close' } });
}

/** A body that breaks off is the caller's leaving, not a fault of ours. */
function explain(error: unknown): never {
  throw error instanceof ApiError ? error : invalidJson();
}

function invalidJson(): ApiError {
  return new ApiError('invalid_request', 'The body is not JSON.', { details: { issues: [{ path: 'body', code: 'invalid_json' }] } });
}
