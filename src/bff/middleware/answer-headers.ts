/**
 * Security headers of every answer that is no page: nothing in it may run, be framed or be read by another site. A polled 304 does
 * without: its content, and how that may be used, is the answer's before. What only pages heed, or only browsers of the past, is
 * left out: a screen comes in a dozen files, and each carries these.
 */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};
