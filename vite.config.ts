import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { englishInPlace } from './scripts/english-in-place.ts';

/** Of the library's palette and sizes, what neither its components nor ours show here. */
const UNUSED = new RegExp(
  `^--mantine-(${[
    'color-(pink|grape|violet|indigo|cyan|teal|lime|yellow|orange|blue|green)-.*',
    'color-((red|dark)-(light|outline)|gray-outline).*',
    'breakpoint-.*',
    'h[1-6]-(line-height|font-weight)',
  ].join('|')})$`,
);

export default defineConfig({
  plugins: [
    react(),
    lingui({ macroTransform: true, cwd: import.meta.dirname, failOnCompileError: true }),
    englishInPlace(import.meta.dirname),
  ],
  resolve: {
    // The router's store brings what React before 18 needs; this one has it itself.
    alias: [{ find: /^use-sync-external-store\/shim$/, replacement: 'react' }],
  },
  css: {
    postcss: {
      plugins: [{ postcssPlugin: 'unused-variables', Declaration: (one) => void (UNUSED.test(one.prop) && one.remove()) }],
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    sourcemap: false,
    // A browser that cannot preload modules fetches them a little later.
    modulePreload: { polyfill: false },
    // What matters is what is sent, compressed: e2e/first-load-budget.e2e.ts keeps that.
    chunkSizeWarningLimit: 1_000,
    // What the first page is made of comes in one script: left alone, the bundler cuts it into a dozen, by who shares what, and
    // each costs a round trip and half a kilobyte of headers. Nothing that only a lazy part imports gets in.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first-page', tags: ['$initial'] },
            // Ours that three or more of the others share: so small that one file each would be mostly headers. Not the open menus,
            // which would bring the library's along, nor the sentences on changes, which lists have no use for.
            { name: 'shared', test: /\/src\/web\/(?!packages\/(?:open-|change-)|objects\/|shell\/|overlays\/)/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  // The server puts each page's nonce in its place (src/bff/pages.ts).
  html: { cspNonce: '__CSP_NONCE__' },
});
