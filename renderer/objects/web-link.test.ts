import { expect, test } from 'vitest';
import { toWebLink } from './web-link.ts';

test.each([
  ['https://example.com', 'https://example.com/'],
  ['HTTP://Example.com:8080/a?b#c', 'http://example.com:8080/a?b#c'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
])('%s opens as %s', (text, address) => {
  expect(toWebLink(text)).toBe(address);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt://x/%0aalert(1)',
  'data:text/html,<script>',
  'file:///etc/passwd',
  'vscode://x',
  'https://google.com@evil.example/',
  'https://user:secret@example.com/',
  'https://example.com/\u202Egpj.exe',
  'java\nscript:alert(1)',
  'example.com',
  '',
  `https://example.com/${'a'.repeat(3000)}`,
])('%j is not opened', (text) => {
  expect(toWebLink(text)).toBeNull();
});
