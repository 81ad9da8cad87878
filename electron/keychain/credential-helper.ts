import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What encrypts with a key that the system's keychain holds. */
export interface Cipher {
  /** Whether there is such a keychain, and it is open. */
  isAvailable(): boolean;
  encrypt(text: string): Uint8Array;
  decrypt(bytes: Uint8Array): string;
}

export interface HelperAnswer {
  readonly exitCode: number;
  /** For stdout; failures are told there too. */
  readonly output: string;
}

interface Kept {
  readonly ServerURL: string;
  readonly Username: string;
  /** Base64 of what the cipher made. */
  readonly encrypted: string;
}

/** The sentence that clients take for 'not signed in' (docker-credential-helpers, `credentials/error.go`). */
const notFound = failed('credentials not found in native keychain');

/**
 * One call of the docker-credential-helpers protocol: `get`, `store`, `erase` or `list` with its input from stdin. Secrets lie in `folder`, a
 * file for each registry, so that two calls at once cannot undo each other; what is in them only the keychain's key opens.
 */
export function answerCredentialCall(action: string, input: string, folder: string, cipher: Cipher): HelperAnswer {
  if (!cipher.isAvailable()) return failed('the keychain of this computer cannot be used');
  switch (action) {
    case 'get':
      return get(input.trim(), folder, cipher);
    case 'store':
      return store(input, folder, cipher);
    case 'erase':
      rmSync(fileOf(folder, input.trim()), { force: true });
      return { exitCode: 0, output: '' };
    case 'list':
      return { exitCode: 0, output: JSON.stringify(Object.fromEntries(list(folder))) };
    default:
      return failed('unknown action');
  }
}

function get(server: string, folder: string, cipher: Cipher): HelperAnswer {
  if (server === '') return failed('no credentials server URL');
  const kept = readKept(fileOf(folder, server));
  if (kept === null) return notFound;
  const { ServerURL, Username } = kept;
  let secret: string;
  try {
    secret = cipher.decrypt(Buffer.from(kept.encrypted, 'base64'));
  } catch {
    // Another keychain than the one it was encrypted with: nobody can open it any more, and signing in again writes a new one.
    return notFound;
  }
  return { exitCode: 0, output: JSON.stringify({ ServerURL, Username, Secret: secret }) };
}

function store(input: string, folder: string, cipher: Cipher): HelperAnswer {
  const asked = parseObject(input);
  const { ServerURL: server, Username: username, Secret: secret } = asked ?? {};
  if (typeof server !== 'string' || server === '') return failed('no credentials server URL');
  if (typeof username !== 'string' || typeof secret !== 'string') return failed('no credentials username');
  const kept: Kept = {
    ServerURL: server,
    Username: username,
    encrypted: Buffer.from(cipher.encrypt(secret)).toString('base64'),
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = fileOf(folder, server);
  writeFileSync(`${file}.${process.pid}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${file}.${process.pid}.new`, file);
  return { exitCode: 0, output: '' };
}

function list(folder: string): [string, string][] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // Nothing was ever stored.
    return [];
  }
  const kept = names.filter((name) => name.endsWith('.json')).map((name) => readKept(path.join(folder, name)));
  return kept.flatMap((one) => (one === null ? [] : [[one.ServerURL, one.Username] as [string, string]]));
}

function readKept(file: string): Kept | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // There is none, or it went just now.
    return null;
  }
  const { ServerURL, Username, encrypted } = parseObject(text) ?? {};
  if (typeof ServerURL !== 'string' || typeof Username !== 'string' || typeof encrypted !== 'string') return null;
  return { ServerURL, Username, encrypted };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    // Not from a client that speaks this protocol, or a file of another's making.
    return null;
  }
}

/** A server's address is no file name. */
function fileOf(folder: string, server: string): string {
  return path.join(folder, `${createHash('sha256').update(server).digest('hex')}.json`);
}

function failed(output: string): HelperAnswer {
  return { exitCode: 1, output };
}
