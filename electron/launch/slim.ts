import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * What dockerode 5.0.1 and docker-modem 5.0.7 load at require time for features that Berth never calls: BuildKit sessions over gRPC,
 * `ssh://` (Berth talks ssh through the system's client), and packing of build contexts.
 */
const unreachable = [
  { importer: /\/dockerode\/lib\/docker\.js$/u, path: './session' },
  { importer: /\/dockerode\/lib\/docker\.js$/u, path: './buildkit' },
  { importer: /\/dockerode\/lib\/util\.js$/u, path: '@balena/dockerignore' },
  { importer: /\/dockerode\/lib\/util\.js$/u, path: 'tar-fs' },
  { importer: /\/docker-modem\/lib\/modem\.js$/u, path: './ssh' },
];

/** Replaces those modules by a function that throws a plain sentence when somebody does call it. */
export const slimDockerode: Plugin = {
  name: 'slim-dockerode',
  setup(build) {
    build.onResolve({ filter: /^(\.\/(session|buildkit|ssh)|@balena\/dockerignore|tar-fs)$/ }, ({ path, importer }) => {
      const from = importer.replaceAll('\\', '/');
      if (!unreachable.some((entry) => entry.path === path && entry.importer.test(from))) return undefined;
      return { path, namespace: 'left-out' };
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error(${JSON.stringify(`${path} is left out of this build`)}); };`,
      loader: 'js',
    }));
  },
};

/** Keeps one of zod's fifty languages: the page has its own words, and the others are half of the bundle. */
export const slimZod: Plugin = {
  name: 'slim-zod',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, async ({ path }) => {
      const english = /^export \{ default as en \} from .*$/mu.exec(await readFile(path, 'utf8'));
      return english === null ? undefined : { contents: english[0], loader: 'js' };
    });
  },
};
