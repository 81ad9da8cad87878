import fc from 'fast-check';
import type { ImageReference } from '../contract/image-reference.ts';

// What distribution's reference package says, once more and in another way than the product does: letter by letter, without expressions.

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const letters = lower + lower.toUpperCase();

const isMadeOf = (text: string, alphabet: string) =>
  text !== '' && text.split('').every((letter) => alphabet.includes(letter));

/** separator := '.' | '_' | '__' | '-'… */
function isSeparator(text: string): boolean {
  return ['.', '_', '__'].includes(text) || isMadeOf(text, '-');
}

/** path-component := alpha-numeric [separator alpha-numeric]* */
function isComponent(text: string): boolean {
  const alphanumeric = lower + digits;
  const parts: string[] = [];
  let wasLetter: boolean | null = null;
  for (const letter of text) {
    const isLetter = alphanumeric.includes(letter);
    if (isLetter === wasLetter) parts[parts.length - 1] += letter;
    else parts.push(letter);
    wasLetter = isLetter;
  }
  // Letters and separators by turns, letters first and last.
  return (
    parts.length % 2 === 1 &&
    parts.every((part, index) => (index % 2 === 0 ? isMadeOf(part, alphanumeric) : isSeparator(part)))
  );
}

const isPath = (text: string) => text.split('/').every(isComponent);

/** domain-component := letters, digits and '-', but no '-' at an end. */
function isDomainComponent(text: string): boolean {
  return isMadeOf(text, `${letters + digits}-`) && !text.startsWith('-') && !text.endsWith('-');
}

function isHost(text: string): boolean {
  if (text.startsWith('[') && text.endsWith(']')) return isMadeOf(text.slice(1, -1), `${digits}abcdefABCDEF:`);
  return text.split('.').every(isDomainComponent);
}

function isDomain(text: string): boolean {
  if (isHost(text)) return true;
  const colon = text.lastIndexOf(':');
  return colon !== -1 && isHost(text.slice(0, colon)) && isMadeOf(text.slice(colon + 1), digits);
}

function isTag(text: string): boolean {
  const word = `${letters + digits}_`;
  return text.length <= 128 && isMadeOf(text.slice(0, 1), word) && isMadeOf(text, `${word}.-`);
}

/** Algorithms that the daemon has, each with the length of its digests. */
const algorithms: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

function isDigest(text: string): boolean {
  const colon = text.indexOf(':');
  const hex = text.slice(colon + 1);
  return colon !== -1 && algorithms[text.slice(0, colon)] === hex.length && isMadeOf(hex, `${digits}abcdef`);
}

/** The domain as the docker CLI finds it, `docker.io` and `library/` filled in; then the grammar over the whole. Null for no reference. */
export function readReference(text: string): ImageReference | null {
  if (text.length === 64 && isMadeOf(text, `${digits}abcdef`)) return null;
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const hasDomain =
    slash !== -1 &&
    (first.includes('.') || first.includes(':') || first === 'localhost' || first.toLowerCase() !== first);
  let domain = hasDomain ? first : 'docker.io';
  let rest = hasDomain ? text.slice(slash + 1) : text;
  if (domain === 'index.docker.io') domain = 'docker.io';
  if (domain === 'docker.io' && !rest.includes('/')) rest = `library/${rest}`;
  return readWhole(`${domain}/${rest}`);
}

/** reference := name [':' tag] ['@' digest]; tries every place where the name could end. */
function readWhole(text: string): ImageReference | null {
  for (let end = text.length; end > 0; end -= 1) {
    const name = toName(text.slice(0, end));
    const tail = name === null ? null : toTail(text.slice(end));
    if (name !== null && tail !== null) return name.path.length > 255 ? null : { ...name, ...tail };
  }
  return null;
}

function toName(text: string): { domain: string; path: string } | null {
  const slash = text.indexOf('/');
  if (slash !== -1 && isDomain(text.slice(0, slash)) && isPath(text.slice(slash + 1))) {
    return { domain: text.slice(0, slash), path: text.slice(slash + 1) };
  }
  return isPath(text) ? { domain: '', path: text } : null;
}

function toTail(text: string): { tag: string; digest: string } | null {
  if (text === '') return { tag: '', digest: '' };
  if (text.startsWith('@')) return isDigest(text.slice(1)) ? { tag: '', digest: text.slice(1) } : null;
  if (!text.startsWith(':')) return null;
  const at = text.indexOf('@');
  const tag = at === -1 ? text.slice(1) : text.slice(1, at);
  const digest = at === -1 ? '' : text.slice(at + 1);
  return isTag(tag) && (at === -1 || isDigest(digest)) ? { tag, digest } : null;
}

const from = (alphabet: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet.split('')), { minLength, maxLength }).map((found) => found.join(''));

const alphanumeric = from(lower + digits, 1, 5);
const separator = fc.constantFrom('.', '_', '__', '-', '--', '---');
const pathComponent = fc
  .tuple(alphanumeric, fc.array(fc.tuple(separator, alphanumeric), { maxLength: 2 }))
  .map(([head, tail]) => head + tail.flat().join(''));
const path = fc.array(pathComponent, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const hostLabel = fc
  .tuple(from(letters + digits, 1, 4), fc.option(fc.tuple(from('-', 1, 2), from(letters + digits, 1, 3)), { nil: [] }))
  .map(([head, tail]) => head + tail.join(''));
const hostName = fc.oneof(
  fc.array(hostLabel, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
  from(`${digits}abcdefABCDEF:`, 1, 12).map((address) => `[${address}]`),
  fc.ipV4(),
  fc.constantFrom('localhost', 'docker.io', 'index.docker.io', 'ghcr.io'),
);
const domain = fc
  .tuple(hostName, fc.option(from(digits, 1, 5), { nil: null }))
  .map(([host, port]) => (port === null ? host : `${host}:${port}`));
const tag = fc
  .tuple(from(`${letters + digits}_`, 1, 1), from(`${letters + digits}_.-`, 0, 10))
  .map((parts) => parts.join(''));
const digest = fc
  .constantFrom(...Object.entries(algorithms))
  .chain(([name, length]) => from(`${digits}abcdef`, length, length).map((hex) => `${name}:${hex}`));
const maybe = (before: string, part: fc.Arbitrary<string>, after = '') =>
  fc.oneof(
    fc.constant(''),
    part.map((text) => before + text + after),
  );

/** References by the grammar's own rules. */
export const referenceText: fc.Arbitrary<string> = fc
  .tuple(maybe('', domain, '/'), path, maybe(':', tag), maybe('@', digest))
  .map((parts) => parts.join(''));

const edit = fc.record({
  at: fc.nat({ max: 120 }),
  drop: fc.nat({ max: 2 }),
  insert: fc.oneof(from(':/@._-[]AZaz09 \n\té\u212a', 0, 3), fc.constantFrom('sha256:', '://', 'library/', '..', '__')),
});

/** The same with letters dropped, put in or exchanged at one to three places. */
export const spoiltReference: fc.Arbitrary<string> = fc
  .tuple(referenceText, fc.array(edit, { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) => {
    let spoilt = text;
    for (const { at, drop, insert } of edits) {
      const place = at % (spoilt.length + 1);
      spoilt = spoilt.slice(0, place) + insert + spoilt.slice(place + drop);
    }
    return spoilt;
  });
