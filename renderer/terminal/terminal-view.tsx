import { Copy, Eraser, ClipboardPaste, Search, TextSelect } from 'lucide-react';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { Terminal } from '../../engine/contract/terminals.ts';
import { useT } from '../i18n/use-words.ts';
import { usePreferences, useStores } from '../stores/stores-context.tsx';
import { formatKeys, isApple } from '../ui/keys.ts';
import { MenuAt } from '../ui/menu.tsx';
import type { MenuItem } from '../ui/menu-props.ts';
import { createDoubleEscape } from './double-escape.ts';
import { FindBar } from './find-bar.tsx';
import { asOneLine, pasteQuestion, type PasteQuestion, safePaste } from './paste-check.ts';
import { actionOf, keysOf, type TerminalAction } from './terminal-keys.ts';
import { LinkQuestion, PasteDialog } from './terminal-questions.tsx';
import type { TerminalScreen } from './terminal-screen.ts';
import { sessionsOf } from './terminal-sessions.ts';
import { terminalRegion } from './terminal-words.ts';
import { useSession } from './use-session.ts';
import styles from './terminal-view.module.css';

interface TerminalViewProps {
  terminal: Terminal;
  /** Of several panes, the one that the strip is about. */
  isActive: boolean;
  /** Which half of the desk it is, from 1; undefined for the whole of it. */
  half: number | undefined;
  isFinding: boolean;
  onActivate: () => void;
  onAction: (action: TerminalAction | 'leave' | 'end-find') => void;
  /** What is said over its end. */
  children?: ReactNode | undefined;
}

/** One terminal on the page: its screen, and what is asked before something happens to it. */
export function TerminalView(props: TerminalViewProps) {
  const { terminal, isActive, half, isFinding, onActivate, onAction, children } = props;
  const t = useT();
  const { session, state } = useSession(terminal.id);
  const host = useRef<HTMLDivElement>(null);
  const screen = useShownScreen(terminal.id, host);
  const [menuAt, setMenuAt] = useState<{ x: number; y: number } | null>(null);
  const clipboard = useClipboard(screen);
  const label = useRegionLabel(terminal, half);

  useKeys(screen, (action) => {
    if (action === 'copy') clipboard.copy();
    else if (action === 'clear') screen?.clear();
    else onAction(action);
  });
  const items: MenuItem[] = [
    {
      id: 'copy',
      label: t('terminals.menu.copy'),
      icon: Copy,
      keys: keysOf('copy', isApple),
      onSelect: clipboard.copy,
    },
    {
      id: 'paste',
      label: t('terminals.menu.paste'),
      icon: ClipboardPaste,
      keys: keysOf('paste', isApple),
      onSelect: clipboard.pasteFromSystem,
    },
    { id: 'all', label: t('terminals.menu.selectAll'), icon: TextSelect, onSelect: () => screen?.selectAll() },
    {
      id: 'find',
      label: t('terminals.menu.find'),
      icon: Search,
      keys: keysOf('find', isApple),
      separatorBefore: true,
      onSelect: () => onAction('find'),
    },
    {
      id: 'clear',
      label: t('terminals.menu.clear'),
      icon: Eraser,
      keys: keysOf('clear', isApple),
      onSelect: () => screen?.clear(),
    },
  ];
  return (
    // It only watches where the focus goes; what is inside of it is used.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles['pane']}
      aria-label={label}
      data-active={(half !== undefined && isActive) || undefined}
      onFocus={onActivate}
    >
      {/* The terminal inside of it has keys of its own; the menu has them too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        ref={host}
        className={styles['screen']}
        onContextMenu={(event) => {
          event.preventDefault();
          setMenuAt({ x: event.clientX, y: event.clientY });
        }}
        onPointerDown={() => screen?.focus()}
        // Before xterm's own, which would not ask.
        onPasteCapture={(event) => {
          event.preventDefault();
          event.stopPropagation();
          clipboard.paste(event.clipboardData.getData('text/plain'));
        }}
      />
      {isFinding && isActive && screen !== null ? (
        <FindBar
          screen={screen}
          matches={state.matches}
          onClose={() => {
            onAction('end-find');
            screen.focus();
          }}
        />
      ) : null}
      {children}
      {menuAt && (
        <MenuAt
          open
          anchor={menuAt}
          label={t('terminals.menu.label')}
          items={items}
          onOpenChange={(isOpen) => {
            if (isOpen) return;
            setMenuAt(null);
            screen?.focus();
          }}
        />
      )}
      <LinkQuestion
        address={state.link}
        onAnswer={(opens) => {
          if (opens && state.link !== null) window.open(state.link, '_blank', 'noopener,noreferrer');
          session.answerLink();
        }}
      />
      <PasteDialog question={clipboard.question} onAnswer={clipboard.answer} />
    </section>
  );
}

function useRegionLabel(terminal: Terminal, half: number | undefined): string {
  const t = useT();
  const region = terminalRegion(terminal, t);
  // Two of the same shell must be told apart.
  return half === undefined ? region : t('terminals.regionHalf', { region, half });
}

/** Puts the terminal's screen into its place as long as the component is there; null until it can be drawn. */
function useShownScreen(id: string, host: React.RefObject<HTMLDivElement | null>): TerminalScreen | null {
  const t = useT();
  const sessions = sessionsOf(useStores());
  const session = sessions.of(id);
  const [screen, setScreen] = useState<TerminalScreen | null>(null);
  const inputLabel = t('terminals.input');
  useLayoutEffect(() => {
    const place = host.current;
    if (place === null) return undefined;
    let isThere = true;
    let frame = 0;
    let shown: TerminalScreen | null = null;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => session.fit());
    });
    const show = (ready: TerminalScreen) => {
      if (!isThere) return;
      shown = ready;
      place.append(ready.element);
      ready.open(inputLabel);
      session.setInView(true);
      session.fit();
      observer.observe(place);
      if (sessions.takeFocus(id) || isNowhere(document.activeElement)) ready.focus();
      setScreen(ready);
    };
    // When xterm could not be fetched, the session's phase says so.
    session.screen.then(show, () => {});
    return () => {
      isThere = false;
      observer.disconnect();
      cancelAnimationFrame(frame);
      session.setInView(false);
      // It may be shown in another place by now.
      if (shown?.element.parentElement === place) shown.element.remove();
    };
  }, [session, sessions, id, host, inputLabel]);
  return screen;
}

/** The focus is on nothing that anybody uses. */
function isNowhere(element: Element | null): boolean {
  return (
    element === null || element === document.body || (element instanceof HTMLElement && element.tagName === 'MAIN')
  );
}

const isWindows = /Windows/.test(navigator.userAgent);

/** Tells the keys that are Berth's from those of the program. */
function useKeys(screen: TerminalScreen | null, onAction: (action: TerminalAction | 'leave') => void): void {
  const act = useEffectEvent(onAction);
  useEffect(() => {
    if (screen === null) return;
    const isSecondEscape = createDoubleEscape();
    screen.filterKeys((event) => {
      if (event.type !== 'keydown') return true;
      if (isSecondEscape(event.key, event.timeStamp)) {
        act('leave');
        return false;
      }
      const isPlainControl = event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey;
      if (isWindows && isPlainControl && event.key === 'c' && screen.selection !== '') {
        event.preventDefault();
        act('copy');
        screen.clearSelection();
        return false;
      }
      // The browser's own paste follows.
      if (isWindows && isPlainControl && event.key === 'v') return false;
      const action = actionOf(event, isApple);
      if (action === undefined) return !(isApple && event.metaKey);
      // The palette is opened by the page's own key, and the paste is the browser's.
      if (action === 'paste' || action === 'palette') return false;
      event.preventDefault();
      act(action);
      return false;
    });
  }, [screen]);
}

interface Clipboard {
  readonly copy: () => void;
  readonly paste: (text: string) => void;
  readonly pasteFromSystem: () => void;
  readonly question: PasteQuestion | null;
  readonly answer: (answer: 'paste' | 'one-line' | 'cancel') => void;
}

function useClipboard(screen: TerminalScreen | null): Clipboard {
  const t = useT();
  const { toasts } = useStores();
  const asks = usePreferences(({ terminal }) => terminal.asksBeforePaste);
  const [question, setQuestion] = useState<PasteQuestion | null>(null);
  const paste = (raw: string) => {
    if (screen === null) return;
    const text = safePaste(raw);
    const asked = asks && !screen.isPasteBracketed ? pasteQuestion(text) : null;
    if (asked === null) screen.paste(text);
    else setQuestion(asked);
  };
  return {
    copy() {
      const text = screen?.selection ?? '';
      if (text === '') return;
      navigator.clipboard.writeText(text).catch(() => {
        toasts.show({ tone: 'bad', title: t('terminals.copyFailed') });
      });
    },
    paste,
    pasteFromSystem() {
      navigator.clipboard.readText().then(paste, () => {
        const keys = formatKeys(keysOf('paste', isApple));
        toasts.show({ tone: 'bad', title: t('terminals.pasteFailed', { keys }) });
      });
    },
    question,
    answer(answer) {
      const text = question?.text ?? '';
      setQuestion(null);
      if (answer === 'paste') screen?.paste(text);
      else if (answer === 'one-line') screen?.paste(asOneLine(text));
      screen?.focus();
    },
  };
}
