import { describe, expect, it } from 'vitest';
import { isOpenable, isRecentGesture } from './links.ts';

describe('links that may leave the window', () => {
  it.each([
    'https://docs.docker.com/x?y#z',
    'http://localhost:8080/',
    'http://127.0.0.1:80',
    'http://[::1]:9000/a',
    'http://example.com/',
    'http://192.168.1.20:3000/status',
    'HTTP://build-server/',
  ])('lets %s go', (url) => {
    expect(isOpenable(url)).toBe(true);
  });

  it.each([
    'https://user:secret@example.com/',
    'http://localhost@example.com/',
    'http://:secret@example.com/',
    'http://',
    'ftp://example.com/',
    'view-source:http://example.com/',
    'blob:http://example.com/1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'berth://app/',
    'smb://host/share',
    'mailto:a@b.c',
    'not a url',
    '',
  ])('keeps %s in', (url) => {
    expect(isOpenable(url)).toBe(false);
  });

  it('needs a gesture of the last five seconds', () => {
    expect(isRecentGesture(1_000, 5_900)).toBe(true);
    expect(isRecentGesture(1_000, 6_100)).toBe(false);
    expect(isRecentGesture(-Infinity, 0)).toBe(false);
  });
});
