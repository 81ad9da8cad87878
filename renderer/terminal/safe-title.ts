const mostCharacters = 100;

/** Controls, line breaks, and what turns the direction of text: a title must not look like something else. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** A title that a program has given itself, made fit to be shown: plain characters, at most 100 of them. */
export function safeTitle(title: string): string {
  const plain = title.slice(0, 4096).replaceAll(unsafe, '').replaceAll(/\s+/g, ' ').trim();
  const characters = Array.from(plain);
  return characters.length <= mostCharacters ? plain : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
