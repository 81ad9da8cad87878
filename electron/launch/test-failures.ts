import { stripVTControlCharacters } from 'node:util';
import { isRecord } from './test-counts.ts';

/** What failed, and the first lines of why: said once more at the end, because of a long run often only the end is kept. */
export interface Failure {
  readonly name: string;
  readonly reason: string;
}

const reasonLines = 16;

/** What failed by Vitest's JSON reporter; a file that could not be loaded is one. */
export function readVitestFailures(report: unknown): Failure[] {
  return listAt(report, 'testResults').flatMap((file) => {
    const tests = listAt(file, 'assertionResults').filter((test) => textAt(test, 'status') === 'failed');
    if (tests.length === 0 && textAt(file, 'status') === 'failed')
      return [{ name: textAt(file, 'name'), reason: shorten(textAt(file, 'message')) }];
    return tests.map((test) => ({
      name: `${textAt(file, 'name')} › ${textAt(test, 'fullName')}`,
      reason: shorten(listAt(test, 'failureMessages').join('\n')),
    }));
  });
}

/** What failed by Playwright's JSON reporter, whose suites lie in each other; what failed outside of any test too. */
export function readPlaywrightFailures(report: unknown): Failure[] {
  const outside = listAt(report, 'errors').map((error) => ({ name: 'Playwright', reason: reasonOf([error]) }));
  return [...outside, ...ofSuites(report, '')];
}

function ofSuites(within: unknown, path: string): Failure[] {
  return listAt(within, 'suites').flatMap((suite) => {
    const name = path === '' ? textAt(suite, 'title') : `${path} › ${textAt(suite, 'title')}`;
    return [...ofSpecs(suite, name), ...ofSuites(suite, name)];
  });
}

function ofSpecs(suite: unknown, path: string): Failure[] {
  return listAt(suite, 'specs').flatMap((spec) =>
    listAt(spec, 'tests')
      .filter((test) => ['unexpected', 'flaky'].includes(textAt(test, 'status')))
      .map((test) => ({
        name: `[${textAt(test, 'projectName')}] ${path} › ${textAt(spec, 'title')}`,
        reason: reasonOf(listAt(test, 'results').flatMap((result) => listAt(result, 'errors'))),
      })),
  );
}

const reasonOf = (errors: readonly unknown[]) => shorten(errors.map((error) => textAt(error, 'message')).join('\n'));

function shorten(message: string): string {
  return stripVTControlCharacters(message).split('\n').slice(0, reasonLines).join('\n');
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

function textAt(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}
