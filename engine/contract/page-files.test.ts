import path from 'node:path';
import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { parsePageHeaders, toPageFile } from './page-files.ts';

test.each([
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['/assets/index-1.js', 'assets/index-1.js', 'text/javascript; charset=utf-8'],
  ['/a%20b.css', 'a b.css', 'text/css; charset=utf-8'],
  ['/assets/inter-latin.woff2', 'assets/inter-latin.woff2', 'font/woff2'],
])('%s is a file of the page', (pathname, file, contentType) => {
  expect(toPageFile(pathname)).toEqual({ path: file, contentType });
});

test.each([
  '',
  'index.html',
  '//index.html',
  '/assets//a.js',
  '/assets/',
  '/./a.js',
  '/../secret.js',
  '/a/../../secret.js',
  '/..%2fsecret.js',
  '/%2e%2e/secret.js',
  '/..%2f..%2fetc%2fsecret.js',
  '/..%5c..%5csecret.js',
  '/%00.js',
  '/a.js%00',
  '/%zz.js',
  '/%e0%a4.js',
  '/etc/passwd',
  '/a.exe',
  '/a.constructor',
  '/.js/',
])('%s is no file of the page', (pathname) => {
  expect(toPageFile(pathname)).toBeNull();
});

test('no path leaves the folder', () => {
  const part = constantFrom('..', '.', '%2e%2e', '%2f', '/', '%5c', '\\', 'a', 'page', '%252e', '.js');
  for (const system of [path.posix, path.win32]) {
    assert(
      property(array(part, { maxLength: 12 }), (parts) => {
        const file = toPageFile(`/${parts.join('')}`);
        expect(file === null || system.join('/page', file.path).startsWith(`${system.sep}page${system.sep}`)).toBe(
          true,
        );
      }),
    );
  }
});

test('reads the headers of the page, and refuses what is none', () => {
  expect(parsePageHeaders('{"Referrer-Policy":"no-referrer"}')).toEqual({ 'Referrer-Policy': 'no-referrer' });
  for (const text of ['null', '"x"', '{"a":1}', '{']) expect(() => parsePageHeaders(text)).toThrow();
});
