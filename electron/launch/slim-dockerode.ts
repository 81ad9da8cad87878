import type { Plugin } from 'esbuild';

/**
 * What dockerode 5.0.1 and docker-modem 5.0.7 load at require time for features that Berth never calls: BuildKit sessions over gRPC,
 * `ssh://` (Berth talks ssh through the system's client), and packing of build contexts. Together they cost a third of the service's
 * memory and start time.
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
