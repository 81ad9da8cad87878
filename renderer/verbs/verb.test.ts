import { Play } from 'lucide-react';
import { describe, expect, test } from 'vitest';
import { plainEngine, toShellText } from '../../engine/commands/command.ts';
import type { Container } from '../../engine/contract/containers.ts';
import type { Registry } from '../../engine/contract/registries.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { makeContainer } from '../objects/test/containers.ts';
import { appVerbs } from './app-verbs.ts';
import { containerVerbs, restartContainer, startContainer, stopContainer } from './container-verbs.ts';
import { imageVerbs } from './image-verbs.ts';
import { isKeyPress, verbForKey } from './keys.ts';
import { registryVerbs, replaceToken, searchImages, signIn, signInTo, signOut } from './registry-verbs.ts';
import type { Verb } from './verb.ts';

const { t } = createI18n('en');
const running = makeContainer({ name: 'web' });
const stopped = makeContainer({ name: 'old', state: 'exited', exitCode: 1 });
const image = {
  id: `sha256:${'2'.repeat(64)}`,
  tags: ['nginx:1'],
  digests: [],
  createdAtMs: 0,
  sizeBytes: 1,
  sharedBytes: null,
};

const registry: Registry = {
  id: 'ghcr.io',
  account: 'mira',
  secretIn: null,
  state: 'signed-in',
  problem: null,
  checkedAtMs: null,
  expiresAtMs: null,
  limit: null,
  trust: { hasCertificate: false, isInsecure: false },
  isLocal: false,
};

describe('the type of a verb', () => {
  const whole: Verb<Container> = {
    id: 'container.test',
    label: () => 'Test',
    title: () => 'Test web',
    icon: Play,
    applies: () => true,
    script: startContainer.script,
    failure: () => 'Couldn’t test web.',
    run: () => Promise.resolve([]),
  };

  test('has no room for a verb without a docker command line', () => {
    const { script: _left, ...rest } = whole;
    // @ts-expect-error A verb without a command line must not compile.
    const without: Verb<Container> = rest;
    expect('script' in without).toBe(false);
  });

  test('nor for a refusal without words', () => {
    // @ts-expect-error A refusal is a key of the catalogue.
    const wordless: Verb<Container> = { ...whole, applies: () => 'no' };
    expect(wordless.applies([])).toBe('no');
  });
});

describe('every verb', () => {
  const words: readonly (readonly [id: string, verb: Verb<never>, targets: readonly never[]])[] = [
    ...containerVerbs.map((verb) => [verb.id, verb as Verb<never>, [running] as never[]] as const),
    ...imageVerbs.map((verb) => [verb.id, verb as Verb<never>, [image] as never[]] as const),
    ...registryVerbs.map((verb) => [verb.id, verb as Verb<never>, [registry] as never[]] as const),
    [signIn.id, signIn, [{ id: 'ghcr.io', username: 'mira' }] as never[]],
    [searchImages.id, searchImages, [{ term: 'nginx' }] as never[]],
    ...appVerbs.map((verb) => [verb.id, verb, []] as const),
  ];

  test.each(words)('%s has a command line and words', (_id, verb, targets) => {
    expect(toShellText(verb.script(plainEngine, targets, {}))).toMatch(/^docker \w+/);
    const asked = verb.confirm?.(t, targets, { usersOf: () => [running] });
    expect(asked?.title ?? '?').toMatch(/\?$/);
    const texts = [verb.label(t), verb.title(t, targets), verb.failure(t, targets)];
    if (asked !== undefined) texts.push(asked.title, asked.confirmLabel, ...asked.goes, ...asked.stays);
    expect(texts.filter((text) => text === '' || /verbs\.|\{\{|undefined/.test(text))).toEqual([]);
  });

  test('has an id of its own', () => {
    const ids = words.map(([id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('registries', () => {
  test('are signed in to, or out of, never both', () => {
    const signedOut = { ...registry, account: null };
    expect(signInTo.applies([registry])).toBe('verbs.refusals.signedIn');
    expect(signInTo.applies([signedOut])).toBe(true);
    for (const verb of [replaceToken, signOut]) {
      expect(verb.applies([registry])).toBe(true);
      expect(verb.applies([signedOut])).toBe('verbs.refusals.notSignedIn');
    }
  });

  test('have lines without the secret', () => {
    const target = {
      id: 'docker.io',
      username: 'mira',
      keep: { kind: 'session' },
      takeSecret: () => 'open sesame',
    } as const;
    expect(toShellText(signIn.script(plainEngine, [target], {}))).toBe('docker login --username mira --password-stdin');
    expect(toShellText(replaceToken.script(plainEngine, [registry], {}))).toBe(
      'docker login ghcr.io --username mira --password-stdin',
    );
    expect(toShellText(signOut.script(plainEngine, [registry], {}))).toBe('docker logout ghcr.io');
  });
});

describe('keys', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  });

  test('start and stop share one', () => {
    expect(verbForKey(press('s'), containerVerbs, [running], false)).toBe(stopContainer);
    expect(verbForKey(press('s'), containerVerbs, [stopped], false)).toBe(startContainer);
    expect(verbForKey(press('R', { shiftKey: true }), containerVerbs, [stopped], false)).toBeUndefined();
    expect(verbForKey(press('r'), containerVerbs, [stopped], false)).toBe(restartContainer);
    expect(verbForKey(press('s', { ctrlKey: true }), containerVerbs, [running], false)).toBeUndefined();
  });

  test('mod is one key on each system', () => {
    const keys = ['mod', 'K'];
    expect(isKeyPress(press('k', { ctrlKey: true }), keys, false)).toBe(true);
    expect(isKeyPress(press('k', { metaKey: true }), keys, false)).toBe(false);
    expect(isKeyPress(press('k', { metaKey: true }), keys, true)).toBe(true);
    expect(isKeyPress(press('k', { metaKey: true, shiftKey: true }), keys, true)).toBe(false);
    expect(isKeyPress(press('C', { ctrlKey: true, shiftKey: true }), ['mod', 'shift', 'C'], false)).toBe(true);
    expect(isKeyPress(press('Delete'), ['backspace'], false)).toBe(true);
    expect(isKeyPress(press('?', { shiftKey: true }), ['?'], false)).toBe(true);
  });
});
