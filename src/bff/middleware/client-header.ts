import { CLIENT_HEADER, type Endpoint } from '../../contract/define.ts';
import { ApiError } from '../errors.ts';

/**
 * A header of our own forces a preflight on any other site's script, which is never granted; forms, images and links
 * cannot carry one at all (RFC 10017, "browser-based apps"). A link to a file cannot either: there the browser must say by itself
 * that this console's own page asked. An address typed or pasted, or a browser that does not say, is no such page.
 */
export function checkClientHeader(endpoint: Endpoint, headers: Headers): void {
  if (endpoint.clientHeader === 'required' && !headers.get(CLIENT_HEADER)) {
    throw new ApiError('client_header_missing', `The request lacks the ${CLIENT_HEADER} header.`);
  }
  if (endpoint.clientHeader === 'download' && headers.get('Sec-Fetch-Site') !== 'same-origin') {
    throw new ApiError('cross_origin', 'Files are given to the pages of this console alone.');
  }
}
