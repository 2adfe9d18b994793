/**
 * API and pages as one server. Two routers rather than one: the pages' patterns would force the slow kind upon the API, where
 * finding the route of a poll that is answered 304 is part of what it costs.
 */
import type { Hono } from 'hono';

type Serve = Hono['fetch'];

export function createWhole(api: { fetch: Serve }, pages: { fetch: Serve }): Serve {
  return (request, ...rest) => (isApi(request.url) ? api : pages).fetch(request, ...rest);
}

/** `/api`, and everything under it. */
function isApi(url: string): boolean {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  if (!url.startsWith('/api', start)) return false;
  const next = url[start + 4];
  return next === undefined || next === '/' || next === '?';
}
