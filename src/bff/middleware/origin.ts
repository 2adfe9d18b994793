import type { Endpoint } from '../../contract/define.ts';
import { ApiError } from '../errors.ts';

/**
 * Refuses what another site's page sends, told by the two headers a script cannot forge. `same-site` is another site
 * too: every port of localhost is the same site. Either scheme of our own host is ours, since TLS may end before us.
 */
export function checkOrigin(endpoint: Endpoint, headers: Headers, host: string): void {
  if (endpoint.access === 'open') return;
  const origin = headers.get('Origin');
  const isOwn = origin === null || origin === `http://${host}` || origin === `https://${host}`;
  const site = headers.get('Sec-Fetch-Site');
  // `none` is a person's own doing; no header at all, an older browser or no browser.
  if (!isOwn || (site !== null && site !== 'same-origin' && site !== 'none')) {
    throw new ApiError('cross_origin', 'The API answers this console alone, not other sites.');
  }
}
