import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ProcessError, runProgram } from '../../platform/process.ts';
import { chooseAddresses, engineNumbers, parseFibTrie, toEngineAddresses } from './addresses.ts';
import type { EngineAddresses } from './addresses.ts';

const interfacesDir = '/sys/class/net';

/** The bridge of one engine. `docker0` is left to an engine that is not Berth's. */
export interface Bridge extends EngineAddresses {
  readonly name: string;
  /** What dockerd's chains of iptables are called in place of DOCKER. */
  readonly chains: string;
}

export interface IpOptions {
  readonly busybox: string;
  /** Written on the interface, so that it is known again after a crash. */
  readonly owner: string;
  readonly signal: AbortSignal;
}

/**
 * Takes the first bridge `berth0`, `berth1` … that no other engine has, or the one this engine left behind. The kernel refuses a
 * second interface of a name, which makes the claim safe among several starting at once.
 */
export async function claimBridge(options: IpOptions): Promise<Bridge> {
  const ip = toIp(options);
  const left = await findOwnBridge(options.owner);
  if (left !== null) {
    // Containers that outlived dockerd are still on it: keep it as it is.
    const address = await readBridgeAddress(left, options);
    if (address !== null) {
      await ip('link', 'set', left, 'up');
      return { name: left, chains: toChains(left), ...toEngineAddresses(address) };
    }
    await ip('link', 'del', left);
  }
  for (let number = 0; number < engineNumbers; number += 1) {
    const name = `berth${number}`;
    const used = parseFibTrie(await readFile('/proc/net/fib_trie', 'utf8'));
    const own = chooseAddresses(number, used);
    if (own === null || !(await addBridge(ip, name))) continue;
    try {
      await writeFile(path.join(interfacesDir, name, 'ifalias'), options.owner);
      await ip('addr', 'add', own.bridgeAddress, 'dev', name);
      await ip('link', 'set', name, 'up');
      return { name, chains: toChains(name), ...own };
    } catch (error) {
      await ip('link', 'del', name);
      throw error;
    }
  }
  throw new Error('No free bridge name and address block');
}

/** Removes the bridges by name; those that are gone already are no failure. */
export async function removeBridges(names: readonly string[], options: Pick<IpOptions, 'busybox'>): Promise<void> {
  const ip = toIp(options);
  const present = await readdir(interfacesDir);
  for (const name of names) if (present.includes(name)) await ip('link', 'del', name);
}

/** The bridge that carries this engine's mark, or null. */
export async function findOwnBridge(owner: string): Promise<string | null> {
  for (const name of await readdir(interfacesDir)) {
    if (!/^berth\d+$/.test(name)) continue;
    const alias = await readFile(path.join(interfacesDir, name, 'ifalias'), 'utf8').catch(() => '');
    if (alias.trim() === owner) return name;
  }
  return null;
}

type Ip = (...args: string[]) => Promise<void>;

function toIp({ busybox, signal }: Pick<IpOptions, 'busybox'> & { readonly signal?: AbortSignal }): Ip {
  return async (...args) => {
    await runProgram([busybox, 'ip', ...args], { timeoutMs: 10_000, ...(signal === undefined ? {} : { signal }) });
  };
}

async function addBridge(ip: Ip, name: string): Promise<boolean> {
  try {
    await ip('link', 'add', name, 'type', 'bridge');
    return true;
  } catch (error) {
    if (error instanceof ProcessError && error.output.includes('File exists')) return false;
    throw error;
  }
}

async function readBridgeAddress(name: string, { busybox, signal }: IpOptions): Promise<string | null> {
  const { stdout } = await runProgram([busybox, 'ip', '-4', 'addr', 'show', 'dev', name], {
    signal,
    timeoutMs: 10_000,
  });
  return /^\s*inet (\S+)/m.exec(stdout)?.[1] ?? null;
}

function toChains(bridge: string): string {
  return bridge.toUpperCase();
}
