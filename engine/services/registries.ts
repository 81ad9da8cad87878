import { normalizeAddress } from '../contract/registry-kinds.ts';
import { searchImages } from '../docker/search.ts';
import { EngineError } from '../platform/engine-error.ts';
import { certificateFactsOf } from '../registries/certificate-facts.ts';
import { callSignal, type Engine, implementation, readDeadline, verbDeadline } from './services.ts';

export function createRegistriesService({ link, localRegistry, registries: known, registryClient, trust }: Engine) {
  const { registries } = implementation;
  return {
    changes: registries.changes.handler(({ input, signal }) => known.changes(input, callSignal(signal))),
    config: registries.config.handler(() => known.configState()),
    keeping: registries.keeping.handler(({ input, signal }) =>
      known.keeping(toAddress(input.address), readDeadline(signal)),
    ),
    signIn: registries.signIn.handler(({ input, signal }) =>
      known.signIn({ ...input, address: toAddress(input.address) }, verbDeadline(signal)),
    ),
    signOut: registries.signOut.handler(({ input, signal }) =>
      known.signOut(toAddress(input.address), verbDeadline(signal)),
    ),
    check: registries.check.handler(({ input, signal }) => known.check(toAddress(input.address), verbDeadline(signal))),
    repositories: registries.repositories.handler(async ({ input, signal }) => {
      const address = toAddress(input.address);
      const deadline = readDeadline(signal);
      await localRegistry.untilAnswering(address, deadline);
      return registryClient.repositories(address, input.after, deadline);
    }),
    tags: registries.tags.handler(({ input, signal }) =>
      registryClient.tags(toAddress(input.address), input.repository, input.after, readDeadline(signal)),
    ),
    certificate: registries.certificate.handler(async ({ input: { address, certificate } }) => {
      if (certificate !== undefined) return certificateFactsOf(certificate);
      const trusted = await trust.certificateOf(toAddress(address));
      return trusted === null ? [] : certificateFactsOf(trusted);
    }),
    setTrust: registries.setTrust.handler(async ({ input: { address, ...change }, signal }) => {
      await trust.set(toAddress(address), change, verbDeadline(signal));
      await known.refresh();
    }),
    search: registries.search.handler(({ input, signal }) =>
      searchImages(link.connected(), input.term, readDeadline(signal)),
    ),
    startLocal: registries.startLocal.handler(async ({ signal }) => {
      const started = await localRegistry.start(verbDeadline(signal));
      await known.refresh();
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
