import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amazonRegionOf, cloudHelperOf, configKeyOf, normalizeAddress, registryKindOf } from './registry-kinds.ts';

test.each([
  ['ghcr.io', 'ghcr.io'],
  [' https://GHCR.io/ ', 'ghcr.io'],
  ['http://registry.acme.dev:5000/v2/', 'registry.acme.dev:5000'],
  ['registry.acme.dev/team/tools:1', 'registry.acme.dev'],
  ['localhost', 'localhost'],
  ['localhost:5000', 'localhost:5000'],
  ['nas:5000', 'nas:5000'],
  ['[::1]:5000', '[::1]:5000'],
  ['10.0.0.7', '10.0.0.7'],
  ['https://index.docker.io/v1/', 'docker.io'],
  ['registry-1.docker.io', 'docker.io'],
  ['hub.docker.com/r/team/tools', 'docker.io'],
  ['docker.io', 'docker.io'],
  // Images' names that begin so are of Docker Hub.
  ['nas', null],
  ['', null],
  ['https://', null],
  ['user@registry.acme.dev', null],
  ['https://user:secret@registry.acme.dev', null],
  ['registry.acme.dev:0', null],
  ['registry.acme.dev:70000', null],
  ['registry.acme.dev:', null],
  ['-registry.acme.dev', null],
  ['registry..acme.dev', null],
  ['ftp://registry.acme.dev', null],
  ['registry acme.dev', null],
  ['régistry.acme.dev', null],
])('%j is the address %j', (text, address) => {
  expect(normalizeAddress(text)).toBe(address);
});

test('an address stays what it is when it is normalised again', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.domain(),
        fc.ipV4(),
        fc.ipV6().map((ip) => `[${ip}]:5000`),
        fc.string(),
      ),
      (text) => {
        const once = normalizeAddress(text);
        expect(once === null ? null : normalizeAddress(once)).toBe(once);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['docker.io', 'docker-hub', null],
  ['ghcr.io', 'github', null],
  ['containers.acme.ghe.com', 'github', null],
  ['europe-west3-docker.pkg.dev', 'google-artifact', 'gcloud'],
  ['docker.europe-west3.rep.pkg.dev', 'google-artifact', 'gcloud'],
  ['gcr.io', 'google-container', 'gcloud'],
  ['eu.gcr.io', 'google-container', 'gcloud'],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com', 'amazon-private', 'ecr-login'],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'amazon-private', 'ecr-login'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'amazon-private', 'ecr-login'],
  ['123456789012.dkr-ecr.eu-central-1.on.aws', 'amazon-private', 'ecr-login'],
  ['public.ecr.aws', 'amazon-public', 'ecr-login'],
  ['acme.azurecr.io', 'azure', 'acr-env'],
  ['quay.io', 'quay', null],
  ['registry.gitlab.com', 'gitlab', null],
  ['gitlab.acme.dev:5050', 'gitlab', null],
  ['harbor.acme.dev', 'harbor', null],
  ['demo.goharbor.io', 'harbor', null],
  ['localhost:5000', 'local', null],
  ['127.0.0.1:40123', 'local', null],
  ['[::1]:5000', 'local', null],
  ['registry.acme.dev', 'private', null],
  // What only looks like one of them.
  ['ghcr.io.evil.dev', 'private', null],
  ['notgcr.io', 'private', null],
  ['evil-azurecr.io', 'private', null],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.dev', 'private', null],
  ['localhost.evil.dev', 'private', null],
])('%s is of the kind %s', (address, kind, helper) => {
  expect(registryKindOf(address)).toBe(kind);
  expect(cloudHelperOf(address)).toBe(helper);
});

test("Docker Hub's key in config.json is the one of the docker CLI", () => {
  expect(configKeyOf('docker.io')).toBe('https://index.docker.io/v1/');
  expect(configKeyOf('ghcr.io')).toBe('ghcr.io');
  expect(normalizeAddress(configKeyOf('docker.io'))).toBe('docker.io');
});

test("the region is read from the name of Amazon's registry", () => {
  expect(amazonRegionOf('123456789012.dkr.ecr.eu-central-1.amazonaws.com')).toBe('eu-central-1');
  expect(amazonRegionOf('ghcr.io')).toBeNull();
});
