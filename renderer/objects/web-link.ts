const longestAddress = 2000;

/**
 * The address of a link that a program printed, as a browser would read it; null for everything but http and https, and for addresses
 * with a name and password in them, which are there to look like another host.
 */
export function toWebLink(text: string): string | null {
  if (text.length > longestAddress) return null;
  // A browser drops these without a word, so that what was shown is not what is opened.
  if (/[\p{Cc}\p{Cf}\s]/u.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // No address at all: nothing to open.
    return null;
  }
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' ? url.href : null;
}
