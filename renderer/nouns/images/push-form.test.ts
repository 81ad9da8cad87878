import { describe, expect, test } from 'vitest';
import type { Registry } from '../../../engine/contract/registries.ts';
import { beginPush, hasName, nameAt, targetOf } from './push-form.ts';

const registry = (id: string, given: Partial<Registry> = {}): Registry => ({
  id,
  account: null,
  secretIn: null,
  state: 'signed-out',
  problem: null,
  checkedAtMs: null,
  expiresAtMs: null,
  limit: null,
  trust: { hasCertificate: false, isInsecure: false },
  isLocal: false,
  ...given,
});
const hub = registry('docker.io');
const hubOfAda = registry('docker.io', { account: 'ada' });
const local = registry('localhost:5000', { isLocal: true });
const company = registry('registry.acme.dev', { account: 'ada' });

describe('where a push goes', () => {
  test.each([
    ['nginx:1.28', [hub], 'docker.io', 'nginx', '1.28'],
    ['nginx', [hubOfAda], 'docker.io', 'ada/nginx', 'latest'],
    ['nginx:1', [hub, local], 'localhost:5000', 'nginx', '1'],
    ['nginx:1', [hub, local, company], 'registry.acme.dev', 'nginx', '1'],
    ['acme/api:2', [hub, local], 'docker.io', 'acme/api', '2'],
    ['ghcr.io/acme/api:2', [hubOfAda], 'ghcr.io', 'acme/api', '2'],
    ['9d41c0aa72be', [local], 'localhost:5000', '9d41c0aa72be', 'latest'],
  ])('%s', (image, registries, address, repository, tag) => {
    expect(beginPush(image, '', registries)).toEqual({ image, registry: address, repository, tag });
  });

  test('a registry that was chosen is taken', () => {
    expect(beginPush('ghcr.io/acme/api:2', 'localhost:5000', [local])).toMatchObject({
      registry: 'localhost:5000',
      repository: 'acme/api',
    });
  });

  test('another registry is another name', () => {
    expect(nameAt({ domain: 'ghcr.io', path: 'acme/api' }, 'docker.io', [hubOfAda])).toEqual({ repository: 'ada/api' });
  });
});

describe('the name in the registry', () => {
  const form = { image: 'nginx', registry: 'localhost:5000', repository: 'team/web', tag: '1' };

  test('is what is tagged and pushed', () => {
    expect(targetOf(form).reference).toBe('localhost:5000/team/web:1');
    expect(targetOf({ ...form, tag: '' }).reference).toBe('localhost:5000/team/web:latest');
    expect(targetOf({ ...form, registry: 'docker.io', repository: 'ada/web' }).reference).toBe('ada/web:1');
  });

  test.each([
    [{ registry: '' }, 'address'],
    [{ repository: ' ' }, 'no-repository'],
    [{ repository: 'Team/Web' }, 'repository'],
    [{ repository: 'web:2' }, 'repository'],
    [{ registry: 'docker.io', repository: 'web' }, 'account'],
    [{ tag: 'a b' }, 'tag'],
  ])('%o cannot be', (change, fault) => {
    expect(targetOf({ ...form, ...change })).toEqual({ reference: null, fault });
  });

  test('needs no tag where the image has it', () => {
    expect(hasName('docker.io/ada/web', 'ada/web:latest')).toBe(true);
    expect(hasName('nginx:1', 'ada/nginx:1')).toBe(false);
  });
});
