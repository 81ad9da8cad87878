import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { normalizeAddress } from '../contract/registry-kinds.ts';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';
import { EngineError } from '../platform/engine-error.ts';
import { readJsonFile } from '../platform/json-file.ts';
import { LatestAnswer } from '../platform/latest-answer.ts';
import type { Log } from '../platform/log.ts';
import { Sequencer } from '../platform/sequencer.ts';
import type { RegistryTrust } from './registry-conversation.ts';
import type { ServerTrust } from './registry-http.ts';

/** dockerd takes every `*.crt` there for an authority; under a name of its own, Berth's is never in the way of another. */
const fileName = 'berth.crt';

/** What Berth wrote there, by address: what somebody else has changed since is not touched. */
const records = z.record(z.string(), z.object({ sha256: z.string() }));

type Records = z.infer<typeof records>;

export interface TrustOptions {
  readonly insecureRegistries: {
    /** Throws where the engine does not answer. */
    read(): Promise<readonly string[]>;
    /** Null for an engine that Berth does not run: its settings lie where Berth does not look. */
    readonly set: ((address: string, isInsecure: boolean, signal: AbortSignal) => Promise<void>) | null;
  };
  readonly dataDir: string;
  readonly certsDir: string;
  readonly log: Log;
}

export interface TrustChange {
  /** PEM; null takes Berth's away; left out, it stays. */
  readonly certificate?: string | null | undefined;
  readonly isInsecure?: boolean | undefined;
}

/**
 * Which registries' certificates an engine accepts, and with it Berth's own client. Only an engine
 * that Berth runs can be changed.
 */
export class Trust implements RegistryTrust {
  readonly #options: TrustOptions;
  readonly #recordsFile: string;
  readonly #insecure = new LatestAnswer<ReadonlySet<string>>(new Set());
  readonly #certified = new LatestAnswer<ReadonlySet<string>>(new Set());
  /** Each change reads what the one before wrote. */
  readonly #changes = new Sequencer();

  private constructor(options: TrustOptions) {
    this.#options = options;
    this.#recordsFile = path.join(options.dataDir, 'registry-certificates.json');
  }

  static async open(options: TrustOptions): Promise<Trust> {
    const trust = new Trust(options);
    await trust.refresh();
    return trust;
  }

  /** What is set for a registry, as far as it was known when this was opened, refreshed or last changed. */
  of(address: string): { readonly hasCertificate: boolean; readonly isInsecure: boolean } {
    return { hasCertificate: this.#certified.value.has(address), isInsecure: this.#insecure.value.has(address) };
  }

  /** Addresses that something is set for. */
  addresses(): string[] {
    return [...new Set([...this.#certified.value, ...this.#insecure.value])].sort();
  }

  /** The same, read again, with all certificates that dockerd believes for this registry beside the system's, whoever put them there. */
  async reach(address: string): Promise<ServerTrust> {
    await this.#refreshInsecure();
    return { certificate: await this.certificateOf(address), isInsecure: this.#insecure.value.has(address) };
  }

  /** The certificates alone, as PEM; null where there is none. */
  async certificateOf(address: string): Promise<string | null> {
    const folder = this.#folderOf(address);
    const names = (await listFolder(folder)).filter((name) => name.endsWith('.crt')).sort();
    const texts = await Promise.all(names.map((name) => readFileIfAny(path.join(folder, name))));
    const certificates = texts.flatMap((text) => toCertificates(text ?? ''));
    return certificates.length === 0 ? null : certificates.map((certificate) => certificate.toString()).join('');
  }

  /** Reads again what is set: other programs change it too. */
  async refresh(): Promise<void> {
    await this.#refreshInsecure();
    await this.#certified.ask(async () => {
      const folders = await listFolder(this.#options.certsDir);
      const certified = await Promise.all(
        folders.map(async (name) => ((await this.certificateOf(name)) === null ? [] : [name])),
      );
      return new Set(certified.flat());
    });
  }

  /**
   * Changes what the bundled engine believes; counts at once, and is kept. Fails with `unsupported` for other engines and for Docker Hub
   * (dockerd has no such settings for it), `invalid` for what is no certificate or has expired, `file-exists` where another program
   * wrote Berth's file.
   */
  async set(address: string, change: TrustChange, signal: AbortSignal): Promise<void> {
    if (normalizeAddress(address) !== address)
      throw new EngineError('invalid', `${address} is not the address of a registry.`);
    if (this.#options.insecureRegistries.set === null || address === 'docker.io')
      throw new EngineError('unsupported', 'Berth can change only which registries the bundled engine trusts.', {
        params: { registry: address },
      });
    await this.#changes.run(() => this.#change(address, change, signal));
  }

  async #change(address: string, { certificate, isInsecure }: TrustChange, signal: AbortSignal): Promise<void> {
    // First what can be wrong with what was given: then nothing is done by halves.
    const pem = typeof certificate === 'string' ? toUsablePem(certificate) : certificate;
    await this.refresh();
    if (pem === null) await this.#removeCertificate(address);
    else if (pem !== undefined) await this.#writeCertificate(address, pem);
    if (isInsecure !== undefined && isInsecure !== this.#insecure.value.has(address))
      await this.#options.insecureRegistries.set?.(address, isInsecure, signal);
    await this.refresh();
  }

  async #refreshInsecure(): Promise<void> {
    try {
      await this.#insecure.ask(async () => new Set(await this.#options.insecureRegistries.read()));
    } catch {
      // An engine that does not answer now: what it said last is the best that is known.
    }
  }

  async #writeCertificate(address: string, pem: string): Promise<void> {
    const file = path.join(this.#folderOf(address), fileName);
    const known = await this.#readRecords();
    const present = await readFileIfAny(file);
    if (present === pem) return;
    if (present !== null && known[address]?.sha256 !== toSha256(present)) throw toForeign(file);
    // Recorded first: a file that is there without its record could never be taken away again.
    await this.#writeRecords({ ...known, [address]: { sha256: toSha256(pem) } });
    await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
    // The docker CLI and others may run as somebody else; a certificate is no secret.
    await writeFileAtomically(file, pem, { mode: 0o644 });
  }

  async #removeCertificate(address: string): Promise<void> {
    const file = path.join(this.#folderOf(address), fileName);
    const { [address]: record, ...others } = await this.#readRecords();
    const present = await readFileIfAny(file);
    if (present !== null && record?.sha256 !== toSha256(present)) throw toForeign(file);
    await rm(file, { force: true });
    // Only where nothing else is in it.
    await rmdir(path.dirname(file)).catch(() => undefined);
    await this.#writeRecords(others);
  }

  #folderOf(address: string): string {
    // An address has no slash in it; and what is not one has no folder.
    return path.join(this.#options.certsDir, path.basename(address));
  }

  async #readRecords(): Promise<Records> {
    // Where it is broken nothing counts as Berth's own, and nothing is taken away.
    return (await readJsonFile(this.#recordsFile, records, this.#options.log)) ?? {};
  }

  async #writeRecords(all: Records): Promise<void> {
    await writeFileAtomically(this.#recordsFile, `${JSON.stringify(all, null, 2)}\n`);
  }
}

/** The certificates of a text and nothing else that is in it. Throws `invalid`, in words, for what dockerd could make nothing of. */
function toUsablePem(text: string): string {
  const invalid = (why: string): EngineError => new EngineError('invalid', why);
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw invalid('There is a private key in the text. Only the certificate belongs here; keep the key where it was.');
  const certificates = toCertificates(text);
  if (certificates.length === 0) throw invalid('This is not a certificate in PEM form.');
  if (certificates.every(({ validToDate }) => validToDate.getTime() < Date.now()))
    throw invalid('This certificate has expired.');
  return certificates.map((certificate) => certificate.toString()).join('');
}

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function toCertificates(text: string): X509Certificate[] {
  return (text.match(block) ?? []).flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      // dockerd passes over it too (`AppendCertsFromPEM`).
      return [];
    }
  });
}

function toForeign(file: string): EngineError {
  return new EngineError('conflict', `${file} was changed by another program.`, {
    reason: 'file-exists',
    params: { path: file },
  });
}

function toSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Not there, or a file: then nothing is set in it.
    return [];
  }
}
