import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { pageHeaders } from './page-headers.vite.ts';

const project = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

interface ModuleGraph {
  getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null;
}

/** Whether a root imports a module, by way of others but not by `import()`. */
function isReached(id: string, graph: ModuleGraph, isRoot: (id: string) => boolean, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  if (isRoot(id)) return true;
  const importers = graph.getModuleInfo(id)?.importers ?? [];
  return importers.some((importer) => isReached(importer, graph, isRoot, seen));
}

const isWire = (id: string) => id.endsWith('/app/main.ts');
const isFace = (id: string) => id.endsWith('/app/draw.tsx');

/** Names the script that draws, and what that imports, in the document: they are fetched beside the one that asks for them. */
function preloadFace(): Plugin {
  return {
    name: 'berth-preload-face',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const face = chunks.find(({ name }) => name === 'face');
        const wire = chunks.find(({ name }) => name === 'wire')?.fileName;
        const needed = [...(face?.imports ?? []).filter((fileName) => fileName !== wire), face?.fileName ?? ''];
        return needed.map((fileName) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          injectTo: 'head',
        }));
      },
    },
  };
}

/** How the page is bundled. `build.ts` names the place and, for test equipment, an older target. */
export default defineConfig({
  root: project('renderer'),
  base: './',
  plugins: [react(), pageHeaders(), preloadFace()],
  build: {
    outDir: project('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // The content security policy has no room for data: addresses.
    assetsInlineLimit: 0,
    // The document names it, so that it comes beside the scripts and not after them.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Two scripts for the first paint, instead of a request for each module that a later screen shares: what asks for the
            // lists, and what draws them.
            { name: (id, graph) => (isReached(id, graph, isWire) ? 'wire' : null), priority: 3 },
            { name: (id, graph) => (isReached(id, graph, isFace) ? 'face' : null), priority: 2 },
            { name: 'overlays', test: /node_modules\/(@base-ui|@floating-ui)\//, priority: 1 },
          ],
        },
      },
    },
  },
});
