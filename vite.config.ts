import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { englishInPlace } from './scripts/english-in-place.ts';

export default defineConfig({
  plugins: [
    react(),
    lingui({ macroTransform: true, cwd: import.meta.dirname, failOnCompileError: true }),
    englishInPlace(import.meta.dirname),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    sourcemap: false,
    // What matters is what is sent, compressed: e2e/first-load-budget.e2e.ts keeps that.
    chunkSizeWarningLimit: 1_000,
    // What the first page is made of comes in one script: left alone, the bundler cuts it into a dozen, by who shares what, and
    // each costs a round trip and half a kilobyte of headers. Nothing that only a lazy part imports gets in.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first-page', tags: ['$initial'] },
            // What several later screens share: so small that one file each would be mostly headers.
            {
              name: 'components',
              test: /\/src\/web\/(components|api\/submissions|lib\/(draft|submission-values|tab-storage))\b|\/use-debounced-value\//,
            },
          ],
        },
      },
    },
  },
  // The server puts each page's nonce in its place (src/bff/pages.ts).
  html: { cspNonce: '__CSP_NONCE__' },
});
