import { describe, expect, it } from 'vitest';
import { isOwnPage, toPagePath } from './page-address.ts';

describe('the path of a page address', () => {
  it.each([
    ['berth://app/', '/'],
    ['berth://app/assets/index-1.js', '/assets/index-1.js'],
    ['berth://app/a%20b.css?x=1#y', '/a%20b.css'],
    ['berth://app/../../etc/passwd', '/etc/passwd'],
  ])('%s is %s', (url, pathname) => {
    expect(toPagePath(url)).toBe(pathname);
  });

  it.each([
    'berth://other/index.html',
    'berth://app:80/index.html',
    'berth://app.example/',
    'https://app/index.html',
    'not a url',
  ])('refuses %s', (url) => {
    expect(toPagePath(url)).toBeNull();
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
