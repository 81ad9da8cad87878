import type { RunRequest } from '../../../engine/contract/containers.ts';

export type PortProtocol = 'tcp' | 'udp';

/** One row of the Ports group, as typed. */
export interface PortRow {
  /** Its own, so that a row keeps its fields when others go. */
  readonly key: number;
  readonly host: string;
  readonly container: string;
  readonly protocol: PortProtocol;
  /** The image declares this port. */
  readonly isFromImage: boolean;
  /** Somebody changed the row: it stays when another image is chosen. */
  readonly isOwn: boolean;
}

/** What is typed into the Run dialog, as text: what it means is worked out by `checkRunForm`. */
export interface RunForm {
  readonly image: string;
  readonly name: string;
  readonly ports: readonly PortRow[];
  readonly nextKey: number;
}

/** A form with only an image in it. */
export function emptyRunForm(image: string): RunForm {
  return { image, name: '', ports: [], nextKey: 1 };
}

/** With one more, empty, row of ports. */
export function addPort(form: RunForm): RunForm {
  const row: PortRow = { key: form.nextKey, host: '', container: '', protocol: 'tcp', isFromImage: false, isOwn: true };
  return { ...form, ports: [...form.ports, row], nextKey: form.nextKey + 1 };
}

/** Without that row of ports. */
export function removePort(form: RunForm, key: number): RunForm {
  return { ...form, ports: form.ports.filter((row) => row.key !== key) };
}

/** With one row of ports changed by hand: from then on it is the person's own. */
export function changePort(
  form: RunForm,
  key: number,
  change: Partial<Pick<PortRow, 'host' | 'container' | 'protocol'>>,
): RunForm {
  return {
    ...form,
    ports: form.ports.map((row) => (row.key === key ? changeRow(row, change) : row)),
  };
}

function changeRow(row: PortRow, change: Partial<PortRow>): PortRow {
  const changed = { ...row, ...change, isOwn: true };
  const isSameInside = changed.container === row.container && changed.protocol === row.protocol;
  return { ...changed, isFromImage: row.isFromImage && isSameInside };
}

/**
 * The ports that an image declares (`80/tcp`) take the place of those that an earlier image declared. What the person
 * typed stays, and a port inside that is there already is not put in twice.
 */
export function takeImagePorts(
  form: RunForm,
  exposedPorts: readonly string[],
  takenPorts: ReadonlySet<number>,
): RunForm {
  const own = form.ports
    .filter(({ isOwn }) => isOwn)
    .map((row) => ({ ...row, isFromImage: exposedPorts.includes(`${row.container}/${row.protocol}`) }));
  const taken = new Set([...takenPorts, ...own.map(({ host }) => Number(host))]);
  const rows: PortRow[] = [];
  let nextKey = form.nextKey;
  for (const declared of exposedPorts) {
    const [container = '', protocol = 'tcp'] = declared.split('/');
    if (!isPort(container) || (protocol !== 'tcp' && protocol !== 'udp')) continue;
    if (own.some((row) => row.container === container && row.protocol === protocol)) continue;
    const host = nextFreePort(suggestedHostPort(Number(container)), taken);
    taken.add(host);
    rows.push({ key: nextKey, host: String(host), container, protocol, isFromImage: true, isOwn: false });
    nextKey += 1;
  }
  const before = form.ports.filter(({ isOwn }) => !isOwn);
  const isSame =
    rows.length === before.length &&
    rows.every(({ container, protocol }) =>
      before.some((row) => row.container === container && row.protocol === protocol),
    );
  // Ports that are there already keep the numbers that were free when they were put in.
  return isSame ? { ...form, ports: [...before, ...own] } : { ...form, ports: [...rows, ...own], nextKey };
}

/** Ports below 1024 belong to the system on most computers: 80 becomes 8080, 443 becomes 8443. */
function suggestedHostPort(containerPort: number): number {
  return containerPort < 1024 ? 8000 + containerPort : containerPort;
}

/** The first port from `from` on that is not taken. */
export function nextFreePort(from: number, taken: ReadonlySet<number>): number {
  for (let candidate = from; candidate <= 65_535; candidate += 1) if (!taken.has(candidate)) return candidate;
  return nextFreePort(1024, taken);
}

/** Whether the text is a port's number, written as the docker CLI takes it. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/**
 * What the engine is asked for. Values that are wrong are left out, so that the command beside the form stays a
 * command while somebody types; `checkRunForm` tells whether it may run.
 */
export function toRunRequest(form: RunForm): RunRequest {
  return {
    image: form.image.trim(),
    name: isContainerName(form.name) ? form.name : null,
    ports: askedPorts(form).map(({ host, container, protocol }) => ({
      hostPort: host === '' ? null : Number(host),
      containerPort: Number(container),
      protocol,
    })),
  };
}

/** The rows of ports that are asked for, in their order: those without a mistake. */
export function askedPorts(form: RunForm): readonly PortRow[] {
  return form.ports.filter(({ host, container }) => isPort(container) && (host === '' || isPort(host)));
}

/** What the daemon accepts as a name (moby `daemon/names`, RestrictedNameChars). */
export function isContainerName(text: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(text);
}
