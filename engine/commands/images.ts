import { type DockerCommand, dockerCommand, flag, value } from './command.ts';

/** `docker image rm [--force] [--no-prune] REFERENCE…` */
export function removeImageCommand(
  references: readonly string[],
  options: { readonly force: boolean; readonly keepsParents?: boolean },
): DockerCommand {
  return dockerCommand(
    'image rm',
    ...(options.force ? [flag('--force')] : []),
    ...(options.keepsParents === true ? [flag('--no-prune')] : []),
    ...references.map(value),
  );
}

/** `docker image inspect REFERENCE` */
export function inspectImageCommand(reference: string): DockerCommand {
  return dockerCommand('image inspect', value(reference));
}

/** `docker images` */
export function listImagesCommand(): DockerCommand {
  return dockerCommand('images');
}

/** `docker tag SOURCE NAME` */
export function tagImageCommand(source: string, name: string): DockerCommand {
  return dockerCommand('tag', value(source), value(name));
}

/** `docker image history --no-trunc REFERENCE` */
export function imageHistoryCommand(reference: string): DockerCommand {
  return dockerCommand('image history', flag('--no-trunc'), value(reference));
}

/** `docker image prune [--all]`; the CLI asks before it begins, as the page does. */
export function pruneImagesCommand({ isAll }: { readonly isAll: boolean }): DockerCommand {
  return dockerCommand('image prune', ...(isAll ? [flag('--all')] : []));
}

/** `docker buildx imagetools inspect REFERENCE`: the digest that the registry has under a name now. */
export function inspectManifestCommand(reference: string): DockerCommand {
  return dockerCommand('buildx imagetools inspect', value(reference));
}
