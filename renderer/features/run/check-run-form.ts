import type { Container } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { isActive } from '../../objects/container-status.ts';
import { findImage, isImageReference } from '../../objects/image-reference.ts';
import { isContainerName, isPort, nextFreePort, type PortProtocol, type PortRow, type RunForm } from './run-form.ts';

/** The field that a problem stands under. */
export type RunField = 'image' | 'name' | `port-${number}-host` | `port-${number}-container`;

/** What is wrong with a field; the dialog has a sentence for each kind. */
export type RunProblem =
  | {
      readonly kind: 'image-empty' | 'image-invalid' | 'image-missing' | 'name-invalid' | 'port-invalid' | 'port-empty';
    }
  | { readonly kind: 'name-taken'; readonly name: string; readonly free: string }
  | { readonly kind: 'port-twice' | 'port-forbidden'; readonly port: number; readonly free: number }
  | { readonly kind: 'port-taken'; readonly port: number; readonly free: number; readonly by: Container | null };

export type RunProblems = ReadonlyMap<RunField, RunProblem>;

interface Surroundings {
  readonly images: Iterable<Image>;
  readonly containers: Iterable<Container>;
}

/** Everything that stands between the form and a container, by field. */
export function checkRunForm(form: RunForm, { images, containers }: Surroundings): RunProblems {
  const problems = new Map<RunField, RunProblem>();
  const all = [...containers];
  const imageKind = checkImage(form.image, images);
  if (imageKind !== null) problems.set('image', { kind: imageKind });
  const nameProblem = checkName(form.name, all);
  if (nameProblem !== null) problems.set('name', nameProblem);
  const taken = takenPorts(all);
  const used = new Set(taken.keys());
  for (const row of form.ports) used.add(toPortKey(row.protocol, Number(row.host)));
  const seen = new Set<string>();
  for (const row of form.ports) checkPort(row, { taken, used, seen }, problems);
  return problems;
}

function checkImage(
  reference: string,
  images: Iterable<Image>,
): 'image-empty' | 'image-invalid' | 'image-missing' | null {
  const trimmed = reference.trim();
  if (trimmed === '') return 'image-empty';
  if (!isImageReference(trimmed)) return 'image-invalid';
  return findImage(trimmed, images) === null ? 'image-missing' : null;
}

function checkName(name: string, containers: readonly Container[]): RunProblem | null {
  if (name === '') return null;
  if (!isContainerName(name)) return { kind: 'name-invalid' };
  const names = new Set(containers.map((container) => container.name));
  return names.has(name) ? { kind: 'name-taken', name, free: freeName(name, names) } : null;
}

/** `web` becomes `web-2`, `web-2` becomes `web-3`. */
export function freeName(name: string, names: ReadonlySet<string>): string {
  const stem = name.replace(/-\d+$/, '');
  const start = stem === name ? 2 : Number(name.slice(stem.length + 1)) + 1;
  for (let number = start; ; number += 1) {
    const candidate = `${stem}-${number}`;
    if (!names.has(candidate)) return candidate;
  }
}

interface PortsInUse {
  readonly taken: ReadonlyMap<string, Container>;
  /** Taken, or asked for in this form. */
  readonly used: ReadonlySet<string>;
  readonly seen: Set<string>;
}

function checkPort(row: PortRow, { taken, used, seen }: PortsInUse, problems: Map<RunField, RunProblem>): void {
  const { key, host, container, protocol } = row;
  if (host === '' && container === '') return;
  if (container === '') problems.set(`port-${key}-container`, { kind: 'port-empty' });
  else if (!isPort(container)) problems.set(`port-${key}-container`, { kind: 'port-invalid' });
  if (host === '') return;
  if (!isPort(host)) {
    problems.set(`port-${key}-host`, { kind: 'port-invalid' });
    return;
  }
  const port = Number(host);
  const portKey = toPortKey(protocol, port);
  const free = () => nextFreePort(port + 1, portsOf(used, protocol));
  const by = taken.get(portKey);
  if (by !== undefined) problems.set(`port-${key}-host`, { kind: 'port-taken', port, free: free(), by });
  else if (seen.has(portKey)) problems.set(`port-${key}-host`, { kind: 'port-twice', port, free: free() });
  seen.add(portKey);
}

function toPortKey(protocol: string, port: number): string {
  return `${protocol}/${port}`;
}

function portsOf(keys: ReadonlySet<string>, protocol: PortProtocol): Set<number> {
  const prefix = `${protocol}/`;
  return new Set([...keys].filter((key) => key.startsWith(prefix)).map((key) => Number(key.slice(prefix.length))));
}

/** Ports of this computer that running containers hold, as `tcp/8080`. */
function takenPorts(containers: readonly Container[]): Map<string, Container> {
  const taken = new Map<string, Container>();
  for (const container of containers) {
    if (!isActive(container)) continue;
    for (const { hostPort, protocol } of container.ports) {
      if (hostPort !== null) taken.set(toPortKey(protocol, hostPort), container);
    }
  }
  return taken;
}

/** The same, of one protocol, as numbers. */
export function takenPortNumbers(containers: Iterable<Container>, protocol: PortProtocol): Set<number> {
  return portsOf(new Set(takenPorts([...containers]).keys()), protocol);
}
