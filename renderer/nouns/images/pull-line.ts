/** What a pull form is filled with. */
export interface PullLine {
  readonly reference: string;
  readonly platform: string;
}

/** Flags of `docker pull` that take no value (docker CLI 28). */
const bareFlags = new Set(['-a', '--all-tags', '-q', '--quiet', '--disable-content-trust']);

/** A pasted `docker pull …` line, as documentation and registries print it; null for what is something else. */
export function readPullLine(text: string): PullLine | null {
  const words = text
    .trim()
    .replace(/^[$#>]\s+/, '')
    .split(/\s+/)
    .map(unquote);
  if (words[0] === 'sudo') words.shift();
  const program = words.shift();
  if (program !== 'docker' && program !== 'podman') return null;
  if (words[0] === 'image') words.shift();
  if (words.shift() !== 'pull') return null;
  let platform = '';
  let reference: string | null = null;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--platform') platform = words.shift() ?? '';
    else if (word.startsWith('--platform=')) platform = word.slice('--platform='.length);
    else if (word.startsWith('-') && !bareFlags.has(word.replace(/=.*$/, ''))) return null;
    else if (!word.startsWith('-')) {
      if (reference !== null) return null;
      reference = word;
    }
  }
  return reference === null ? null : { reference, platform };
}

function unquote(word: string): string {
  return word.replace(/^(['"])(.*)\1$/, '$2');
}
