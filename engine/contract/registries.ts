import { z } from 'zod';
import { engineProcedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';
import { errorCodes, errorReasons } from './errors.ts';

/** `docker.io`, `ghcr.io`, `localhost:5000`: host and port as they begin an image's name, in small letters. */
const address = z.string().min(1).max(255);
const repositoryName = z.string().min(1).max(255);

/** Where a secret is: with a credential helper (`docker-credential-NAME`), in Docker's config file as plain text, or in Berth's memory until it quits. */
export const secretPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('helper'), name: z.string() }),
  z.object({ kind: z.literal('file') }),
  z.object({ kind: z.literal('session') }),
]);

export type SecretPlace = z.infer<typeof secretPlace>;

const registryProblem = z.object({
  code: z.enum(errorCodes),
  reason: z.enum(errorReasons),
  params: z.record(z.string(), z.string()),
  detail: z.string(),
});

/** A registry that somebody signed in to, that images here come from, or that was set up here. */
export const registry = z.object({
  /** Its address. */
  id: address,
  /** Null where nobody is signed in. Empty where it is a token without a user name. */
  account: z.string().nullable(),
  secretIn: secretPlace.nullable(),
  /** `unchecked`: a secret is stored, nobody has tried it in this session · `signed-in`: the registry took it · `refused`: it did not, see `problem`. */
  state: z.enum(['signed-out', 'unchecked', 'signed-in', 'refused', 'unreachable']),
  problem: registryProblem.nullable(),
  checkedAtMs: z.number().nullable(),
  /** When the token itself says that it ends. */
  expiresAtMs: z.number().nullable(),
  /** Pulls that are left, where the registry tells. */
  limit: z.object({ remaining: z.number(), total: z.number(), windowSeconds: z.number().nullable() }).nullable(),
  /** How the engine is set to reach it. */
  trust: z.object({ hasCertificate: z.boolean(), isInsecure: z.boolean() }),
  /** The registry container that Berth started. */
  isLocal: z.boolean(),
});

export type Registry = z.infer<typeof registry>;

/** Where a secret for a registry would be kept, and what else could be had. */
export const keepingPlaces = z.object({
  /** What the docker CLI would do; null where that would be plain text. */
  place: secretPlace.nullable(),
  /** Why nothing can be kept there now: the helper is missing or not set up, or Docker's config file is broken. */
  problem: registryProblem.nullable(),
  /** The credential helper of the registry's own cloud, such as `gcloud` or `ecr-login`, when it is installed and not in use yet. */
  cloudHelper: z.string().nullable(),
  /** Other helpers on this computer that work now: `secretservice`, `pass`, `osxkeychain`, `wincred`, `berth`. */
  helpers: z.array(z.string()),
  /** Docker's config file, for words about plain text. */
  configPath: z.string(),
});

export type KeepingPlaces = z.infer<typeof keepingPlaces>;

/** One page of a registry's names; `next` is what to ask for the page after it with. */
const namesPage = z.object({ names: z.array(z.string()), next: z.string().nullable() });

export const foundImage = z.object({
  name: z.string(),
  description: z.string(),
  stars: z.number(),
  isOfficial: z.boolean(),
});

export type FoundImage = z.infer<typeof foundImage>;

/** What a certificate says of itself, for a person to compare. */
export const certificateFacts = z.object({
  /** The common name, or the whole name where it has none. */
  subject: z.string(),
  issuer: z.string(),
  validFromMs: z.number(),
  validToMs: z.number(),
  /** It may vouch for others (basic constraints, CA). */
  isAuthority: z.boolean(),
  /** Of the whole certificate, `AB:CD:…`. */
  sha256: z.string(),
});

export type CertificateFacts = z.infer<typeof certificateFacts>;

/** What it took to have the local registry; one that ran already counts as started. */
const registryStart = z.enum(['created', 'started', 'unpaused']);
export type RegistryStart = z.infer<typeof registryStart>;

export const registries = {
  /** Docker's config file and what is known of each registry in it; follows changes that the docker CLI makes. */
  changes: engineProcedure.input(changesInput).output(changesOf(registry)),
  /** Whether Docker's config file can be read; one that is broken is never written over. */
  config: engineProcedure.output(z.object({ path: z.string(), problem: registryProblem.nullable() })),
  keeping: engineProcedure.input(z.object({ address })).output(keepingPlaces),
  /**
   * Signs in as `docker login` does: the engine asks the registry first, and nothing is stored that it refused. `keep` says where: as the
   * docker CLI would (fails with `secret-unprotected` where that is plain text), with a helper that is set for this registry alone,
   * as plain text (the user agreed), or for this session. With a cloud's helper `username` and `secret` are empty: it makes them.
   */
  signIn: engineProcedure
    .input(
      z.object({
        address,
        username: z.string().max(1024),
        secret: z.string().max(65_536),
        keep: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('as-docker') }),
          z.object({ kind: z.literal('helper'), name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/) }),
          z.object({ kind: z.literal('plain-text') }),
          z.object({ kind: z.literal('session') }),
        ]),
      }),
    )
    .output(registry),
  /** As `docker logout`. */
  signOut: engineProcedure.input(z.object({ address })),
  /** Tries the stored secret now, and asks for the limit. */
  check: engineProcedure.input(z.object({ address })).output(registry),
  /** The names of its repositories, where it lists them; `unsupported` where it does not (Docker Hub, GitHub). */
  repositories: engineProcedure.input(z.object({ address, after: z.string().max(1024) })).output(namesPage),
  tags: engineProcedure
    .input(z.object({ address, repository: repositoryName, after: z.string().max(1024) }))
    .output(namesPage),
  /** As `docker search --limit 25`, on Docker Hub. */
  search: engineProcedure.input(z.object({ term: z.string().min(1).max(255) })).output(z.array(foundImage)),
  /** The certificates of a PEM text, `invalid` where it is none; without a text those that are trusted for this registry. */
  certificate: engineProcedure
    .input(z.object({ address, certificate: z.string().max(262_144).optional() }))
    .output(z.array(certificateFacts)),
  /** What the engine trusts for this registry: its own certificate (PEM), null to take it away; http or any certificate. Counts at once. Only for the bundled engine. */
  setTrust: engineProcedure.input(
    z.object({
      address,
      certificate: z.string().max(262_144).nullable().optional(),
      isInsecure: z.boolean().optional(),
    }),
  ),
  /** Starts a private registry as a container of this engine, or the one that is there; answers its address as the engine reaches it. */
  startLocal: engineProcedure.output(z.object({ containerId: z.string(), address, how: registryStart })),
};
