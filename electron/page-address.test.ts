import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwnPage, toFile } from './page-address.ts';

const folder = '/app/renderer';

describe('the file that a page address names', () => {
  it.each([
    ['berth://app/', '/app/renderer/index.html'],
    ['berth://app/assets/index-1.js', '/app/renderer/assets/index-1.js'],
    ['berth://app/a%20b.css?x=1#y', '/app/renderer/a b.css'],
    ['berth://app/../../etc/passwd', '/app/renderer/etc/passwd'],
  ])('%s is %s', (url, file) => {
    expect(toFile(folder, url)).toBe(file);
  });

  it.each([
    'berth://other/index.html',
    'berth://app:80/index.html',
    'https://app/index.html',
    'berth://app/..%2f..%2fetc%2fpasswd',
    'berth://app/..%5c..%5cetc',
    'berth://app/%00',
    'berth://app/%e0%a4',
    'not a url',
  ])('refuses %s', (url) => {
    expect(toFile(folder, url)).toBeNull();
  });

  it('never leaves the folder', () => {
    const part = constantFrom('..', '.', '%2e%2e', '%2f', '/', '%5c', 'a', 'renderer', '%252e');
    assert(
      property(array(part, { maxLength: 12 }), (parts) => {
        const file = toFile(folder, `berth://app/${parts.join('')}`);
        expect(file === null || file.startsWith(`${folder}/`)).toBe(true);
      }),
    );
  });
});

describe('the page itself', () => {
  it.each(['berth://app/', 'berth://app/#/containers', 'berth://app/index.html#/images?x=1'])('is %s', (url) => {
    expect(isOwnPage(url)).toBe(true);
  });

  it.each(['berth://app', 'berth://app/assets/x.js', 'berth://app/?x', 'berth://app.example/', 'https://app/', ''])(
    'is not %s',
    (url) => {
      expect(isOwnPage(url)).toBe(false);
    },
  );
});
