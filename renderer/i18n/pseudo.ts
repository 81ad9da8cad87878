const accents: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  g: 'ğ',
  i: 'ï',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'û',
  y: 'ý',
  A: 'Å',
  C: 'Ç',
  E: 'É',
  I: 'Ï',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Û',
};

interface Texts {
  readonly [key: string]: string | Texts;
}

/** The catalogue with every sentence accented and longer; what stands in `{{…}}` stays. */
export function toPseudoResources(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string' ? toPseudoText(text) : toPseudoResources(text),
    ]),
  );
}

/** One sentence: `[Çöñťáïñéř {{name}} ····]`; 40 % longer, in brackets that show where it was cut. */
function toPseudoText(text: string): string {
  const accented = text
    .split(/(\{\{.*?\}\})/)
    .map((part) => (part.startsWith('{{') ? part : part.replaceAll(/[a-z]/gi, (letter) => accents[letter] ?? letter)))
    .join('');
  return `[${accented}${'·'.repeat(Math.ceil(text.length * 0.4))}]`;
}
