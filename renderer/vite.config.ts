import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const project = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** `--mode older` builds the page for the older Electron that the tests may run on; nobody ships it. */
export default defineConfig(({ mode }) => ({
  root: project('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: project(mode === 'older' ? 'dist/older/renderer' : 'dist/renderer'),
    emptyOutDir: true,
    target: mode === 'older' ? 'chrome108' : 'chrome140',
    // The content security policy has no room for data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
}));
