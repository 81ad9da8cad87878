import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const project = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** How the page is bundled. `build.ts` names the place and, for test equipment, an older target. */
export default defineConfig({
  root: project('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: project('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // The content security policy has no room for data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
