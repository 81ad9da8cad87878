import { createHash } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseEndpoint } from '../docker/address.ts';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';
import { toDockerConfigDir } from '../platform/docker-config-dir.ts';

/** The docker context by which a shell reaches the bundled engine. */
export const ownContextName = 'berth';
/** By it a context of Berth's own differs from one of the same name that the user made. */
const ownDescription = 'The engine that Berth brings along';

const contextMeta = z.object({
  Name: z.string(),
  Metadata: z.object({ Description: z.string().optional() }).optional(),
  Endpoints: z.object({ docker: z.object({ Host: z.string().optional() }).optional() }),
});

type ContextMeta = z.infer<typeof contextMeta>;

/** Where the docker CLI keeps its contexts, a folder for each. */
export function toContextsDir(env: NodeJS.ProcessEnv): string {
  return path.join(toDockerConfigDir(env), 'contexts', 'meta');
}

/**
 * The file of a context: `contexts/meta/<sha256 of its name>/meta.json` (docker/cli 26.1,
 * `cli/context/store`).
 */
export function toContextFile(name: string, env: NodeJS.ProcessEnv): string {
  return path.join(toContextsDir(env), createHash('sha256').update(name).digest('hex'), 'meta.json');
}

/** What a context's file says; null for what the docker CLI cannot read either. */
export function parseContextMeta(text: string): ContextMeta | null {
  try {
    return contextMeta.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Writes the context `berth`, as `docker context create berth --docker host=ENDPOINT` does; it does
 * not become the current one. Leaves alone a context that names this endpoint already, one that the
 * user made, and one of another Berth whose socket is there. Throws the system's errors.
 */
export async function writeOwnContext(endpoint: string, env: NodeJS.ProcessEnv): Promise<void> {
  const file = toContextFile(ownContextName, env);
  const text = await readFileIfAny(file);
  if (text !== null && !(await isLeftBehind(text, endpoint))) return;
  // As the docker CLI makes them: without TLS there is no folder of keys beside it.
  await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
  const meta = {
    Name: ownContextName,
    Metadata: { Description: ownDescription },
    Endpoints: { docker: { Host: endpoint, SkipTLSVerify: false } },
  };
  await writeFileAtomically(file, JSON.stringify(meta), { mode: 0o644 });
}

/** Whether a context is Berth's own, of an earlier place of its socket. */
async function isLeftBehind(text: string, endpoint: string): Promise<boolean> {
  const meta = parseContextMeta(text);
  const host = meta?.Endpoints.docker?.Host ?? '';
  const address = parseEndpoint(host);
  if (meta?.Metadata?.Description !== ownDescription || host === endpoint || address === null) return false;
  return access(address.path).then(
    () => false,
    () => true,
  );
}
