import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { guides } from './guides/guide-plugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('./'),
  plugins: [react(), guides(here('../../docs/idp'))],
  // The api replaces the placeholder by a fresh nonce in each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: here('../../dist/portal'),
    emptyOutDir: true,
    target: 'es2022',
    // An asset inside the page would be a data: URL, which the policy forbids.
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
  },
});
