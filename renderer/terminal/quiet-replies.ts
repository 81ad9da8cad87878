import type { Terminal } from '@xterm/xterm';

/**
 * While output is shown again that an earlier view has shown already, the questions in it (where is the cursor? what are you?) were answered
 * then. Answering again would type the answers into whatever runs now.
 */
export function keepRepliesFrom(terminal: Terminal, isReplaying: () => boolean): void {
  const { parser } = terminal;
  const swallow = () => isReplaying();
  for (const prefix of ['', '>', '=']) parser.registerCsiHandler(withPrefix(prefix, { final: 'c' }), swallow);
  for (const prefix of ['', '?']) {
    parser.registerCsiHandler(withPrefix(prefix, { final: 'n' }), swallow);
    parser.registerCsiHandler(withPrefix(prefix, { intermediates: '$', final: 'p' }), swallow);
  }
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
  // Colours: only the questions, so that what they set is set again.
  for (const code of [4, 10, 11, 12]) parser.registerOscHandler(code, (data) => isReplaying() && data.includes('?'));
}

function withPrefix<T extends object>(prefix: string, id: T): T & { prefix?: string } {
  return prefix === '' ? id : { ...id, prefix };
}
