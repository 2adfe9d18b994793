/**
 * Imported before everything else: what the page's Content Security Policy needs to be in place before any other
 * module runs.
 */
import { setNonce } from 'get-nonce';
import * as z from 'zod/mini';

interface TrustedTypesHost {
  trustedTypes?: { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown };
}

// zod 4 probes `new Function` at its first parse, which a policy without 'unsafe-eval' reports as a violation.
z.config({ jitless: true });

// React fills Mantine's <style> elements through innerHTML: plain CSS passes, anything that could be markup does not.
(window as TrustedTypesHost).trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (text.includes('<')) throw new TypeError('Markup is never written into the page.');
    return text;
  },
});

/** The nonce of this page's `style-src`: for Mantine's style elements, and for the scroll lock of its dialogs. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(styleNonce);
