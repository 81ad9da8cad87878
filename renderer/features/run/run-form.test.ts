import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Image } from '../../../engine/contract/images.ts';
import { makeContainer } from '../../objects/test/containers.ts';
import { checkRunForm, freeName } from './check-run-form.ts';
import {
  addPort,
  changePort,
  emptyRunForm,
  nextFreePort,
  removePort,
  takeImagePorts,
  toRunRequest,
} from './run-form.ts';

const image: Image = {
  id: `sha256:${'1'.repeat(64)}`,
  tags: ['nginx:latest'],
  digests: [],
  createdAtMs: 0,
  sizeBytes: 1,
  sharedBytes: null,
};
const on8080 = [{ hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' }];
const nginx = makeContainer({ name: 'web', project: 'storefront', ports: on8080 });
const around = { images: [image], containers: [nginx] };

const withPort = (host: string, container: string) =>
  changePort(addPort(emptyRunForm('nginx')), 1, { host, container });

describe('the run form', () => {
  test('becomes what the engine is asked for', () => {
    const form = { ...withPort('8081', '80'), name: 'docs' };
    expect(toRunRequest(form)).toEqual({
      image: 'nginx',
      name: 'docs',
      ports: [{ hostPort: 8081, containerPort: 80, protocol: 'tcp' }],
    });
    expect(checkRunForm(form, around).size).toBe(0);
  });

  test('an empty port on this computer lets the engine choose; an empty row asks for nothing', () => {
    expect(toRunRequest(withPort('', '80')).ports).toEqual([{ hostPort: null, containerPort: 80, protocol: 'tcp' }]);
    expect(toRunRequest(withPort('', '')).ports).toEqual([]);
    expect(checkRunForm(withPort('', ''), around).size).toBe(0);
  });

  test.each([
    ['', 'image-empty'],
    ['NGINX', 'image-invalid'],
    ['redis', 'image-missing'],
  ] as const)('the image %o: %s', (reference, kind) => {
    expect(checkRunForm(emptyRunForm(reference), around).get('image')).toEqual({ kind });
  });

  test('a taken name offers the next free one', () => {
    const form = { ...emptyRunForm('nginx'), name: 'web' };
    expect(checkRunForm(form, around).get('name')).toEqual({ kind: 'name-taken', name: 'web', free: 'web-2' });
    expect(freeName('web', new Set(['web', 'web-2']))).toBe('web-3');
    expect(freeName('web-2', new Set(['web-2']))).toBe('web-3');
  });

  test.each(['a', '-web', 'we b', 'wéb'])('the name %o is not one the daemon takes', (name) => {
    expect(checkRunForm({ ...emptyRunForm('nginx'), name }, around).get('name')).toEqual({ kind: 'name-invalid' });
  });

  test('a taken port says who has it and offers the next free one', () => {
    expect(checkRunForm(withPort('8080', '80'), around).get('port-1-host')).toEqual({
      kind: 'port-taken',
      port: 8080,
      free: 8081,
      by: nginx,
    });
  });

  test('a stopped container holds no port, and UDP is apart from TCP', () => {
    const stopped = { images: [image], containers: [{ ...nginx, state: 'exited' as const }] };
    expect(checkRunForm(withPort('8080', '80'), stopped).size).toBe(0);
    const udp = changePort(withPort('8080', '80'), 1, { protocol: 'udp' });
    expect(checkRunForm(udp, around).size).toBe(0);
  });

  test('the same port twice is a problem of the second, and the offer keeps clear of both', () => {
    const form = changePort(addPort(withPort('9000', '80')), 2, { host: '9000', container: '81' });
    expect(checkRunForm(form, around).get('port-2-host')).toEqual({ kind: 'port-twice', port: 9000, free: 9001 });
    expect(checkRunForm(form, around).get('port-1-host')).toBeUndefined();
  });

  test.each([
    ['0', '80', 'port-1-host'],
    ['65536', '80', 'port-1-host'],
    ['8o80', '80', 'port-1-host'],
    ['8081', 'x', 'port-1-container'],
  ] as const)('the ports %s → %s', (host, container, field) => {
    expect(checkRunForm(withPort(host, container), around).get(field)).toEqual({ kind: 'port-invalid' });
  });

  test('a port outside without one inside', () => {
    expect(checkRunForm(withPort('8081', ''), around).get('port-1-container')).toEqual({ kind: 'port-empty' });
  });
});

describe('the ports of an image', () => {
  test('are put in with free ports on this computer, low ones raised', () => {
    const form = takeImagePorts(emptyRunForm('nginx'), ['80/tcp', '443/tcp', '5432/tcp', '9/sctp'], new Set([8080]));
    expect(form.ports.map(({ host, container }) => [host, container])).toEqual([
      ['8081', '80'],
      ['8443', '443'],
      ['5432', '5432'],
    ]);
  });

  test('take the place of those of the image before, but not of what was typed', () => {
    const first = takeImagePorts(emptyRunForm('nginx'), ['80/tcp', '443/tcp'], new Set());
    const own = changePort(first, first.ports[0]?.key ?? 0, { host: '9999' });
    const second = takeImagePorts(own, ['6379/tcp', '80/tcp'], new Set());
    expect(second.ports.map(({ host, container }) => [host, container])).toEqual([
      ['6379', '6379'],
      ['9999', '80'],
    ]);
  });

  test('coming again, they change nothing', () => {
    const form = takeImagePorts(emptyRunForm('nginx'), ['80/tcp'], new Set());
    expect(takeImagePorts(form, ['80/tcp'], new Set([8080]))).toEqual(form);
  });

  test('a row that was changed stays, and says whether its port is the image’s', () => {
    const first = takeImagePorts(emptyRunForm('nginx'), ['80/tcp'], new Set());
    const own = changePort(first, 1, { host: '9999' });
    expect(own.ports[0]).toMatchObject({ isFromImage: true, isOwn: true });
    expect(takeImagePorts(own, ['6379/tcp'], new Set()).ports[1]).toMatchObject({ host: '9999', isFromImage: false });
    expect(changePort(first, 1, { container: '81' }).ports[0]?.isFromImage).toBe(false);
  });

  test('rows keep their key when another goes', () => {
    const form = addPort(addPort(emptyRunForm('nginx')));
    expect(addPort(removePort(form, 1)).ports.map(({ key }) => key)).toEqual([2, 3]);
  });

  test('a free port is free', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), fc.array(fc.integer({ min: 1024, max: 1100 })), (from, list) => {
        const taken = new Set(list);
        const found = nextFreePort(from, taken);
        expect(taken.has(found)).toBe(false);
        expect(found).toBeLessThanOrEqual(65_535);
      }),
    );
  });
});
