import { Bell, SquareTerminal, Terminal as TerminalIcon, X } from 'lucide-react';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import type { Terminal } from '../../engine/contract/terminals.ts';
import { useT } from '../i18n/use-words.ts';
import { useTerminals } from '../stores/stores-context.tsx';
import { stepInList } from '../ui/step-in-list.ts';
import { tipProps } from '../ui/tooltip.tsx';
import { useOtherEngineName } from '../verbs/use-other-engine.ts';
import { endingOnTab, terminalName, terminalPlace, terminalTitle, terminalUser } from './terminal-words.ts';
import { useSessionState } from './use-session.ts';
import styles from './session-strip.module.css';

interface SessionStripProps {
  /** In the order of the tabs. */
  terminals: readonly Terminal[];
  /** Those that are in view, and of them the one that keys are for. */
  shownIds: readonly string[];
  activeId: string | undefined;
  panelId: string;
  /** Tabs say which container, instead of the user. */
  namesContainers: boolean;
  listRef: Ref<HTMLDivElement>;
  onShow: (id: string, isByKey: boolean) => void;
  onClose: (id: string) => void;
  onRename: (id: string, name: string) => void;
  onMove: (id: string, to: number) => void;
  /** Beside the tabs, and at the end of the strip. */
  after: ReactNode;
  end: ReactNode;
}

const dragType = 'application/x-berth-terminal';

/** The tabs of open sessions. ←→ move, Delete closes, F2 renames, Ctrl+Shift+PageUp and PageDown carry a tab along. */
export function SessionStrip(props: SessionStripProps) {
  const { terminals, activeId, listRef, onShow, onClose, onMove, after, end } = props;
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  useEffect(() => {
    // With many tabs the strip scrolls; the one that keys are for is always in it.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // What is active is marked in the list, which is all that is looked at here.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [activeId]);
  const focusTab = (id: string | undefined) =>
    list.current?.querySelector<HTMLElement>(`[data-session="${id ?? ''}"]`)?.focus();

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof Element) || event.target.matches('input')) return;
    const at = terminals.findIndex(({ id }) => id === activeId);
    const id = terminals[at]?.id;
    if (id === undefined) return;
    const isMove = event.ctrlKey && event.shiftKey && (event.key === 'PageUp' || event.key === 'PageDown');
    if (isMove) onMove(id, at + (event.key === 'PageUp' ? -1 : 1));
    else if (event.key === 'F2') setRenamingId(id);
    else if (event.key === 'Delete') onClose(id);
    else {
      const next = terminals[stepInList(event.key, at, terminals.length) ?? -1];
      if (next === undefined) return;
      onShow(next.id, true);
      focusTab(next.id);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = (event: DragEvent) => {
    const id = event.dataTransfer.getData(dragType);
    const over = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-session]') : null;
    const to = terminals.findIndex((terminal) => terminal.id === over?.dataset['session']);
    if (id === '') return;
    event.preventDefault();
    onMove(id, to < 0 ? terminals.length : to);
  };
  return (
    <div className={styles['strip']}>
      <div ref={listRef} className={styles['tabsPlace']}>
        <div
          ref={list}
          className={styles['tabs']}
          role="tablist"
          aria-label={t('terminals.sessions')}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(dragType)) event.preventDefault();
          }}
          onDrop={onDrop}
        >
          {terminals.map((terminal) => (
            <SessionTab
              key={terminal.id}
              {...props}
              terminal={terminal}
              isRenaming={renamingId === terminal.id}
              onRenaming={(isRenaming) => {
                setRenamingId(isRenaming ? terminal.id : null);
                if (!isRenaming) requestAnimationFrame(() => focusTab(terminal.id));
              }}
            />
          ))}
        </div>
        {after}
      </div>
      {end}
    </div>
  );
}

interface SessionTabProps extends SessionStripProps {
  terminal: Terminal;
  isRenaming: boolean;
  onRenaming: (isRenaming: boolean) => void;
}

function SessionTab({ terminal, isRenaming, onRenaming, ...strip }: SessionTabProps) {
  const { shownIds, activeId, panelId, namesContainers, onShow, onClose, onRename } = strip;
  const t = useT();
  const { id } = terminal;
  const name = terminalName(terminal, t);
  const isActive = id === activeId;
  const Icon = terminal.target.kind === 'machine' ? SquareTerminal : TerminalIcon;
  const title = useSessionState(id)?.title ?? '';
  const where = terminalTitle(terminal, t);
  if (isRenaming) {
    return (
      <span className={styles['tab']} data-on={isActive || undefined} role="presentation">
        <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
        <RenameField
          name={name}
          onEnd={(next) => {
            if (next !== null && next !== name) onRename(id, next);
            onRenaming(false);
          }}
        />
      </span>
    );
  }
  return (
    <button
      type="button"
      role="tab"
      className={styles['tab']}
      aria-selected={isActive}
      aria-controls={isActive ? panelId : undefined}
      aria-keyshortcuts="Delete F2"
      tabIndex={isActive ? 0 : -1}
      title={title === '' ? where : `${where}\n${title}`}
      data-session={id}
      data-on={isActive || undefined}
      data-shown={shownIds.includes(id) || undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onClick={(event) => onShow(id, event.detail === 0)}
      onDoubleClick={() => onRenaming(true)}
      // The middle button closes, as in a browser.
      onAuxClick={(event) => {
        if (event.button === 1) onClose(id);
      }}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      <bdi className={styles['name']}>{name}</bdi>
      <TabFact terminal={terminal} namesContainers={namesContainers} />
      {/* A tab holds no button. By key it is Delete, which the tab says. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <span
        className={styles['close']}
        aria-hidden="true"
        data-close=""
        onClick={(event) => {
          event.stopPropagation();
          onClose(id);
        }}
      >
        <X size={13} strokeWidth={1.75} />
      </span>
    </button>
  );
}

/** What stands beside the name: the end if it has ended, else whose it is. */
function TabFact({ terminal, namesContainers }: { terminal: Terminal; namesContainers: boolean }) {
  const t = useT();
  const state = useSessionState(terminal.id);
  const isGone = useTerminals(({ gone }) => gone.some(({ id }) => id === terminal.id));
  const otherEngine = useOtherEngineName(terminal.engine);
  const place = terminalPlace(terminal, otherEngine, t);
  const whose = namesContainers ? place : terminalUser(terminal);
  const ended =
    isGone || state?.phase === 'gone'
      ? t('terminals.tab.gone')
      : terminal.ending !== null
        ? endingOnTab(terminal.ending, t)
        : state?.phase === 'elsewhere'
          ? t('terminals.tab.elsewhere')
          : '';
  return (
    <>
      {whose !== '' && (namesContainers || ended === '') ? <bdi className={styles['fact']}>{whose}</bdi> : null}
      {ended === '' ? null : <span className={styles['fact']}>{ended}</span>}
      {state?.hasBell ? (
        <span className={styles['bell']} role="img" aria-label={t('terminals.bell')} {...tipProps(t('terminals.bell'))}>
          <Bell size={12} strokeWidth={2} aria-hidden="true" />
        </span>
      ) : null}
    </>
  );
}

interface RenameFieldProps {
  name: string;
  /** Null when nothing was changed. */
  onEnd: (name: string | null) => void;
}

function RenameField({ name, onEnd }: RenameFieldProps) {
  const t = useT();
  const [text, setText] = useState(name);
  return (
    <input
      className={styles['rename']}
      aria-label={t('terminals.renameLabel')}
      value={text}
      maxLength={100}
      spellCheck={false}
      autoComplete="off"
      // It takes the place of the tab that was to be renamed.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onEnd(text.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnd(text.trim());
        else if (event.key === 'Escape') onEnd(null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
