/** The contract's table as OpenAPI 3.1, whose schemas are JSON Schema as zod writes it. */
import * as z from 'zod/mini';
import { AS_OF_HEADER, CLIENT_HEADER, type Contract, type Endpoint, IDEMPOTENCY_HEADER } from '../contract/define.ts';
import { ApiErrorBody } from '../contract/errors.ts';

type Json = Record<string, unknown>;

export function createOpenApi(contract: Contract, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, endpoint] of Object.entries(contract)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(operationId, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Groupage', version, description: 'What the console in the browser asks of its server.' },
    paths,
    components: { schemas: { ApiError: schemaOf(ApiErrorBody, 'output') } },
  };
}

function operationOf(operationId: string, endpoint: Endpoint): Json {
  const headers = [
    ...(endpoint.clientHeader === 'required' ? [header(CLIENT_HEADER, 'Any value; proves that no other site sent the request.')] : []),
    ...(endpoint.clientHeader === 'download' ? [header('Sec-Fetch-Site', '`same-origin`, which browsers say by themselves.')] : []),
    ...(endpoint.idempotent === 'key' ? [header(IDEMPOTENCY_HEADER, 'Made by the caller, once per intent; the same key sends once.')] : []),
  ];
  return {
    operationId,
    summary: endpoint.summary,
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query'), ...headers],
    ...(endpoint.body ? { requestBody: { required: true, content: json(schemaOf(endpoint.body, 'input')) } } : {}),
    responses: {
      200: {
        description: 'As described.',
        headers: { [AS_OF_HEADER]: { description: 'Epoch ms of the upstream read, where there was one.', schema: { type: 'integer' } } },
        content: contentOf(endpoint),
      },
      default: { description: 'Every error has this shape.', content: json({ $ref: '#/components/schemas/ApiError' }) },
    },
  };
}

function parameters(schema: z.ZodMiniObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }; // of an object schema
  return Object.entries(properties).map(([name, told]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: told,
  }));
}

function header(name: string, description: string): Json {
  return { name, in: 'header', required: true, description, schema: { type: 'string', minLength: 1 } };
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

function contentOf(endpoint: Endpoint): Json {
  const schema = schemaOf(endpoint.response, 'output');
  return endpoint.clientHeader === 'download' ? { 'text/csv': { schema }, 'text/tab-separated-values': { schema } } : json(schema);
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
