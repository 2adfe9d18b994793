/**
 * What browsers are told about every answer. Pages get a Content-Security-Policy without any `unsafe-*`: Mantine writes
 * its theme into `<style>` elements, which carry the page's nonce; React fills them by innerHTML, which the browser's
 * Trusted Types policy lets pass only without markup (`web/csp.ts`).
 */
import { NONCE, secureHeaders } from 'hono/secure-headers';

const common = {
  crossOriginResourcePolicy: 'same-origin',
  crossOriginOpenerPolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // Plain http on loopback: a promise of https would be a lie that outlives the process.
  strictTransportSecurity: false,
  // Only browsers of the past heed them.
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const;

/**
 * `development` gives up what hot reload cannot do without, and nothing else: its client opens a WebSocket
 * (`connect-src ws:`), its preamble is an inline script (nonce), it reports instead of enforcing Trusted Types
 * because the error overlay writes markup, and it loads modules the page did not name (`script-src` stays 'self').
 */
export function pageHeaders(options: { development: boolean }) {
  const policy = {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", ...(options.development ? [NONCE] : [])],
    styleSrc: ["'self'", NONCE],
    styleSrcAttr: ["'none'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'", ...(options.development ? ['ws:'] : [])],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  };
  const trustedTypes = { requireTrustedTypesFor: ["'script'"], trustedTypes: ['default'] };
  return secureHeaders({
    ...common,
    contentSecurityPolicy: options.development ? policy : { ...policy, ...trustedTypes },
    ...(options.development ? { contentSecurityPolicyReportOnly: trustedTypes } : {}),
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  });
}
