import { describe, expect, test } from 'vitest';
import { errorCodes, errorReasons } from '../../engine/contract/errors.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { problemDetails, problemWords } from './problem-words.ts';

const { t } = createI18n('en');
const params = {
  port: '8080',
  name: 'web',
  image: 'nginx:1',
  program: '/app',
  registry: 'ghcr.io',
  platform: 'linux/arm64',
  path: '/home/a/.docker/config.json',
  helper: 'pass',
  seconds: '90',
};

describe('words of a problem', () => {
  const all = errorCodes.flatMap((code) => errorReasons.map((reason) => ({ code, reason })));

  test.each(all)('$code, $reason: sentences, with and without what is known', ({ code, reason }) => {
    for (const known of [{}, params]) {
      const { title, why } = problemWords({ code, reason, params: known, detail: '', callId: '' }, t);
      for (const sentence of [title, why]) {
        expect(sentence).toMatch(/^[A-Z/{].*\.$/);
        expect(sentence).not.toMatch(/errors\.|\{\{|undefined/);
        // Never a bare code.
        expect(sentence).not.toContain(`${reason}.`);
      }
    }
  });

  test('call a public registry by its name', () => {
    const problem = { code: 'unauthorized', reason: 'sign-in-needed', detail: '', callId: '' } as const;
    const whyOf = (registry: string) => problemWords({ ...problem, params: { registry } }, t).why;
    expect(whyOf('docker.io')).toMatch(/^Docker Hub requires a sign-in /);
    expect(whyOf('localhost:5000')).toMatch(/^The registry localhost:5000 requires a sign-in /);
  });

  test('name what is known', () => {
    const problem = { code: 'conflict', reason: 'port-taken', params, detail: '', callId: '' } as const;
    expect(problemWords(problem, t)).toEqual({
      title: 'The engine can’t do that now.',
      why: 'Port 8080 is taken by another container or program on this computer.',
      offers: ['change-port', 'retry'],
    });
  });
});

test('details are the engine’s words and the call’s id, where there are any', () => {
  const problem = { code: 'internal', reason: 'none', params: {} } as const;
  expect(problemDetails({ ...problem, detail: 'boom', callId: 'c9' }, t)).toEqual(['boom', 'Call c9 in Berth’s log']);
  expect(problemDetails({ ...problem, detail: '', callId: '' }, t)).toEqual([]);
});
