import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pageHeaders } from './page-headers.vite.ts';

const project = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

interface ModuleGraph {
  getModuleInfo: (id: string) => { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** Whether the entry imports a module, by way of others but not by `import()`: then the first paint waits for it. */
function isOfFirstPaint(id: string, graph: ModuleGraph, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const info = graph.getModuleInfo(id);
  return info !== null && (info.isEntry || info.importers.some((importer) => isOfFirstPaint(importer, graph, seen)));
}

/** How the page is bundled. `build.ts` names the place and, for test equipment, an older target. */
export default defineConfig({
  root: project('renderer'),
  base: './',
  plugins: [react(), pageHeaders()],
  build: {
    outDir: project('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // The content security policy has no room for data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One script and one style sheet for the first paint, instead of a request for each module that a later screen shares.
            { name: (id, graph) => (isOfFirstPaint(id, graph) ? 'first-paint' : null), priority: 2 },
            { name: 'overlays', test: /node_modules\/(@base-ui|@floating-ui)\//, priority: 1 },
          ],
        },
      },
    },
  },
});
