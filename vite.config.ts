import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), lingui({ macroTransform: true, cwd: import.meta.dirname })],
  build: { outDir: 'dist', emptyOutDir: true, target: 'baseline-widely-available', sourcemap: false, manifest: true },
  // The BFF serves the pages in development too (scripts/dev.ts), and puts this placeholder's nonce in.
  html: { cspNonce: '__CSP_NONCE__' },
});
