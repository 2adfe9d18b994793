/** Puts credentials on a request: a token as it is, keys as a signature over the request. */
import { type Clock, systemClock } from './clock.ts';
import type { CredentialProvider, Credentials } from './credentials.ts';
import { signRequest } from './sign.ts';
import type { Authorize, OutgoingRequest } from './transport.ts';

export function createAuthorize(provider: CredentialProvider, clock: Clock = systemClock): Authorize {
  return async (request, projectId) => {
    const credentials = await provider.get(projectId ?? '');
    const authorized = withCredentials(request, credentials, projectId, clock.now());
    return { ...authorized, renew: () => provider.renew(projectId ?? '', credentials) };
  };
}

export function withCredentials(
  request: OutgoingRequest,
  credentials: Credentials,
  projectId: string | null,
  atMs: number,
): OutgoingRequest {
  if (credentials.kind === 'keys') return signRequest(request, { keys: credentials, projectId, atMs });
  return { ...request, headers: { ...request.headers, 'X-Auth-Token': credentials.token.reveal() } };
}
