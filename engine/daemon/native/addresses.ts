/** An IPv4 network: the first address as a number, and how many leading bits are fixed. */
export interface Network {
  readonly address: number;
  readonly prefixBits: number;
}

/** The addresses of one engine: its bridge, and where dockerd takes further networks from. */
export interface EngineAddresses {
  /** Of the bridge itself, such as `172.17.0.1/17`. */
  readonly bridgeAddress: string;
  /** Such as `172.17.128.0/17`, cut into networks of 256 addresses. */
  readonly poolBase: string;
}

/** How many engines of Berth one machine can run side by side: their address blocks are disjoint by number. */
export const engineNumbers = 64;

/**
 * Reads the networks a machine knows from `/proc/net/fib_trie`, which has every routing table. Leaves out the default route, which
 * takes in everything.
 */
export function parseFibTrie(text: string): Network[] {
  const networks: Network[] = [];
  let address: number | null = null;
  for (const line of text.split('\n')) {
    const leaf = /^\s*\|--\s+([\d.]+)\s*$/.exec(line)?.[1];
    if (leaf !== undefined) address = parseAddress(leaf);
    const prefix = /^\s*\/(\d+)\s+\S+\s+\S+/.exec(line)?.[1];
    if (prefix !== undefined && address !== null && Number(prefix) > 0) {
      networks.push({ address, prefixBits: Number(prefix) });
    }
  }
  return networks;
}

/** True where the two have an address in common. */
export function overlaps(one: Network, other: Network): boolean {
  const mask = toMask(Math.min(one.prefixBits, other.prefixBits));
  return (one.address & mask) === (other.address & mask);
}

/** The first free block of addresses for the engine with this number, or null where all of its blocks are in use. */
export function chooseAddresses(engineNumber: number, used: readonly Network[]): EngineAddresses | null {
  // Docker's own first, because people know it; each engine has blocks that no other engine tries.
  const blocks = [64, 128, 192].map((start) => `10.${start + engineNumber}`);
  if (engineNumber < 15) blocks.unshift(`172.${17 + engineNumber}`);
  const free = blocks.find((block) => {
    const network = { address: parseAddress(`${block}.0.0`) ?? 0, prefixBits: 16 };
    return !used.some((other) => overlaps(network, other));
  });
  return free === undefined ? null : toEngineAddresses(`${free}.0.1/17`);
}

/** The addresses that belong to a bridge's own: the other half of its block is for further networks. */
export function toEngineAddresses(bridgeAddress: string): EngineAddresses {
  const [first = '', second = ''] = bridgeAddress.split('.');
  return { bridgeAddress, poolBase: `${first}.${second}.128.0/17` };
}

function parseAddress(text: string): number | null {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null;
  return parts.reduce((sum, part) => (sum << 8) | part, 0) >>> 0;
}

function toMask(prefixBits: number): number {
  return prefixBits === 0 ? 0 : (0xffffffff << (32 - prefixBits)) >>> 0;
}
