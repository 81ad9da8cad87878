import type { Random } from './random.ts';
import type { CrowdContainer } from './records.ts';

/**
 * Texts that try to become markup, script, another direction or a broken layout. A daemon does not accept them all as names,
 * but labels and image references carry them, and a page must not trust the daemon's checks.
 */
export const hostileTexts = [
  '<img src=x onerror="document.title=`owned`">',
  '"><script>document.title=`owned`</script>',
  'invoice\u202Egnp.exe',
  `very-long-${'n'.repeat(4000)}`,
  'nul\u0000and\u001B[31mescape',
  '{{constructor.constructor("document.title=`owned`")()}}',
  'مرحبا-עולם-世界-🚢',
  '../../etc/passwd',
] as const;

/** One container for each hostile text, which it carries as name, image, command, project, service and file. */
export function hostileContainers(random: Random, nowMs: number): CrowdContainer[] {
  return hostileTexts.map((text, index) => ({
    id: random.hex(64),
    name: text,
    image: `${text}:latest`,
    imageId: `sha256:${random.hex(64)}`,
    command: text,
    createdAtMs: nowMs - 60_000,
    state: index % 2 === 0 ? 'running' : 'exited',
    health: 'none',
    exitCode: index % 2,
    outOfMemory: false,
    startedAtMs: nowMs - 50_000,
    finishedAtMs: index % 2 === 0 ? 0 : nowMs - 10_000,
    ports: [],
    labels: {
      'com.docker.compose.project': `hostile ${text}`,
      'com.docker.compose.service': text,
      'com.docker.compose.project.config_files': `/srv/${text}/compose.yaml`,
    },
    network: 'bridge',
    address: '172.17.0.200',
    mounts: [],
  }));
}
