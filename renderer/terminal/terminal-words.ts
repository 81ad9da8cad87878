import type { Terminal, TerminalEnding } from '../../engine/contract/terminals.ts';
import type { Translate } from '../i18n/translate.ts';

/** 'bash' for `/bin/bash`. */
export function programName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

/** What a terminal is called on its tab: as the person named it, else by what runs in it. */
export function terminalName({ name, target }: Terminal, t: Translate): string {
  if (name !== '') return name;
  switch (target.kind) {
    case 'exec':
      return programName(target.command[0] ?? '');
    case 'attach':
      return t('terminals.names.attach');
    case 'debug':
      return t('terminals.names.debug');
    case 'machine':
      return t('terminals.names.machine');
  }
}

/** The user whom it runs as; empty for the container's own. */
export function terminalUser({ target }: Terminal): string {
  if (target.kind === 'machine') return 'root';
  return target.kind === 'exec' ? target.user : '';
}

/** What stands beside its name among the terminals of all containers: where it is. `otherEngine`: its engine's name if another one is shown. */
export function terminalPlace(terminal: Terminal, otherEngine: string, t: Translate): string {
  const place = terminal.target.kind === 'machine' ? terminalUser(terminal) : terminal.containerName;
  return otherEngine === '' ? place : t('terminals.tab.onEngine', { place, engine: otherEngine });
}

/** Its name and where it is, as a whole. */
export function terminalTitle(terminal: Terminal, t: Translate): string {
  const name = terminalName(terminal, t);
  if (terminal.target.kind === 'machine') return t('terminals.machine.title', { name });
  return t('terminals.tabName', { name, container: terminal.containerName });
}

/** What a screen reader calls its screen. */
export function terminalRegion(terminal: Terminal, t: Translate): string {
  const { containerName: container, target } = terminal;
  const name = terminalName(terminal, t);
  const user = terminalUser(terminal);
  if (target.kind === 'machine') return t('terminals.machine.region', { name, user });
  return user === '' ? t('terminals.region', { name, container }) : t('terminals.regionAs', { name, user, container });
}

/** How it ended, in a word or two for its tab. */
export function endingOnTab(ending: TerminalEnding, t: Translate): string {
  switch (ending.kind) {
    case 'exited':
      return t('terminals.tab.exited', { code: ending.code });
    case 'killed':
      return t('terminals.tab.killed', { signal: ending.signal });
    case 'container-stopped':
      return t('terminals.tab.stopped');
    case 'engine-lost':
      return t('terminals.tab.lost');
    case 'detached':
      return t('terminals.tab.detached');
    case 'failed':
      return t('terminals.tab.failed');
  }
}

/** How it ended, as a sentence. */
export function endingSentence(ending: TerminalEnding, t: Translate): string {
  switch (ending.kind) {
    case 'exited':
      return t('terminals.endings.exited', { code: ending.code });
    case 'killed':
      return t('terminals.endings.killed', { signal: ending.signal, code: ending.code });
    case 'container-stopped':
      return t('terminals.endings.stopped');
    case 'engine-lost':
      return t('terminals.endings.lost');
    case 'detached':
      return t('terminals.endings.detached');
    case 'failed':
      return t('terminals.endings.failed', { detail: ending.detail });
  }
}
