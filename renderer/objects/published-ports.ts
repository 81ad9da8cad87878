import type { ContainerPort } from '../../engine/contract/containers.ts';

export interface PublishedPort {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: string;
  /** The address to type into a browser on this computer. */
  readonly host: string;
}

const anyAddress: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

/** The published ports, each once although the daemon lists IPv4 and IPv6 apart; lowest host port first. */
export function publishedPorts(ports: readonly ContainerPort[]): PublishedPort[] {
  const found = new Map<string, PublishedPort>();
  for (const { hostIp, hostPort, containerPort, protocol } of ports) {
    if (hostPort === null) continue;
    const host = browsableHost(hostIp);
    const key = `${host} ${hostPort} ${containerPort}/${protocol}`;
    if (!found.has(key)) found.set(key, { hostPort, containerPort, protocol, host });
  }
  return [...found.values()].sort((a, b) => a.hostPort - b.hostPort || a.containerPort - b.containerPort);
}

function browsableHost(hostIp: string): string {
  if (anyAddress.has(hostIp) || hostIp === '127.0.0.1' || hostIp === '::1') return 'localhost';
  return hostIp.includes(':') ? `[${hostIp}]` : hostIp;
}

/** Where a browser finds a published port; ports that speak TLS by custom get https. */
export function toPortUrl({ host, hostPort, containerPort }: PublishedPort): string {
  const scheme = containerPort === 443 || containerPort === 8443 ? 'https' : 'http';
  return `${scheme}://${host}:${hostPort}/`;
}
