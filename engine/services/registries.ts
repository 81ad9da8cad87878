import { normalizeAddress } from '../contract/registry-kinds.ts';
import { searchImages } from '../docker/search.ts';
import { EngineError } from '../platform/engine-error.ts';
import { certificateFactsOf } from '../registries/certificate-facts.ts';
import { callSignal, implementation, onEngine, readDeadline, verbDeadline } from './services.ts';

export function createRegistriesService() {
  const registries = implementation.registries.use(onEngine);
  return {
    changes: registries.changes.handler(({ input, context: { session }, signal }) =>
      session.registries.changes(input, callSignal(signal)),
    ),
    config: registries.config.handler(({ context: { session } }) => session.registries.configState()),
    keeping: registries.keeping.handler(({ input, context: { session }, signal }) =>
      session.registries.keeping(toAddress(input.address), readDeadline(signal)),
    ),
    signIn: registries.signIn.handler(({ input, context: { session }, signal }) =>
      session.registries.signIn({ ...input, address: toAddress(input.address) }, verbDeadline(signal)),
    ),
    signOut: registries.signOut.handler(({ input, context: { session }, signal }) =>
      session.registries.signOut(toAddress(input.address), verbDeadline(signal)),
    ),
    check: registries.check.handler(({ input, context: { session }, signal }) =>
      session.registries.check(toAddress(input.address), verbDeadline(signal)),
    ),
    repositories: registries.repositories.handler(async ({ input, context: { session }, signal }) => {
      const address = toAddress(input.address);
      const deadline = readDeadline(signal);
      await session.localRegistry.untilAnswering(address, deadline);
      return session.registryClient.repositories(address, input.after, deadline);
    }),
    tags: registries.tags.handler(({ input, context: { session }, signal }) =>
      session.registryClient.tags(toAddress(input.address), input.repository, input.after, readDeadline(signal)),
    ),
    certificate: registries.certificate.handler(async ({ input: { address, certificate }, context: { session } }) => {
      if (certificate !== undefined) return certificateFactsOf(certificate);
      const trusted = await session.trust.certificateOf(toAddress(address));
      return trusted === null ? [] : certificateFactsOf(trusted);
    }),
    setTrust: registries.setTrust.handler(async ({ input: { address, ...change }, context: { session }, signal }) => {
      await session.trust.set(toAddress(address), change, verbDeadline(signal));
      await session.registries.refresh();
    }),
    search: registries.search.handler(({ input, context: { session }, signal }) =>
      searchImages(session.connected(), input.term, readDeadline(signal)),
    ),
    startLocal: registries.startLocal.handler(async ({ context: { session }, signal }) => {
      const started = await session.localRegistry.start(verbDeadline(signal));
      await session.registries.refresh();
      return started;
    }),
  };
}

/** A page may hand on what somebody typed; everything behind this knows one spelling only. */
function toAddress(text: string): string {
  const address = normalizeAddress(text);
  if (address === null) throw new EngineError('invalid', 'This is not the address of a registry.');
  return address;
}
