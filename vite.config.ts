import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * What every page needs and what itself needs nothing outside this list, in one chunk and one sheet: left alone, the bundler
 * cuts it into a dozen, and each costs the first page a round trip. Modules that import Mantine stay out, because a group
 * takes along what its members import, and Mantine's index imports all of Mantine.
 */
const BASE = [
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|@lingui|zod|get-nonce|clsx)\//,
  /node_modules\/@mantine\/(hooks|core\/esm\/core)\//,
  /src\/(domain|contract)\//,
  /src\/web\/(components|shell|bulk)\/.*\.module\.css/,
  /src\/web\/components\/(badge|clipped|hint|live-region|name|spinner|status-badge|time-cell)\.tsx/,
];

export default defineConfig({
  plugins: [react(), lingui({ macroTransform: true, cwd: import.meta.dirname, failOnCompileError: true })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    sourcemap: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: (id) => BASE.some((pattern) => pattern.test(id)) }] } } },
  },
  // The server puts each page's nonce in its place (src/bff/pages.ts).
  html: { cspNonce: '__CSP_NONCE__' },
});
