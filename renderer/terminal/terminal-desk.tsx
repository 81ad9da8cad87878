import { Columns2, Eraser, Keyboard, Plus, Rows2, Search, X } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { terminalCommand } from '../../engine/commands/terminals.ts';
import type { Terminal, TerminalTarget } from '../../engine/contract/terminals.ts';
import { useT } from '../i18n/use-words.ts';
import { useReadingCommand } from '../page/use-reading-command.ts';
import { useFreshness, useStores, useTerminals } from '../stores/stores-context.tsx';
import { showOnDesk, splitDesk, type SplitDirection } from '../stores/desk-layout.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { isApple } from '../ui/keys.ts';
import { EndingBar } from './ending-bar.tsx';
import { NewSession, type NewSessionHandle } from './new-session.tsx';
import { SessionStrip } from './session-strip.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { keysOf, type TerminalAction } from './terminal-keys.ts';
import { OnEngine } from '../verbs/on-engine.tsx';
import { sessionsOf } from './terminal-sessions.ts';
import { TerminalView } from './terminal-view.tsx';
import { useDesk } from './use-desk.ts';
import { useOpen } from './use-open.ts';
import { usePlace } from './use-place.ts';
import styles from './terminal-desk.module.css';

interface TerminalDeskProps {
  /** The container's id, or `allTerminals`. */
  deskId: string;
  /** At least one. */
  terminals: readonly Terminal[];
  namesContainers: boolean;
}

/** Open sessions: their tabs, and one or two of them in view. */
export function TerminalDesk({ deskId, terminals, namesContainers }: TerminalDeskProps) {
  const arranged = useDesk(deskId, terminals);
  const { active } = arranged;
  return active === undefined ? null : (
    <OnEngine engineId={active.engine}>
      <ArrangedDesk arranged={arranged} active={active} namesContainers={namesContainers} />
    </OnEngine>
  );
}

interface ArrangedDeskProps {
  arranged: ReturnType<typeof useDesk>;
  active: Terminal;
  namesContainers: boolean;
}

function ArrangedDesk({ arranged, active, namesContainers }: ArrangedDeskProps) {
  const t = useT();
  const stores = useStores();
  const panelId = useId();
  const { desk, terminals, shown } = arranged;
  const [isFinding, setIsFinding] = useState(false);
  const [isListing, setIsListing] = useState(false);
  const tabs = useRef<HTMLDivElement>(null);
  const picker = useRef<NewSessionHandle>(null);
  const { containerName, engine, target } = active;
  const { container, canOpen, cannotOpen } = usePlace(target);
  const open = useOpen();
  const shownLine = JSON.stringify(target);
  // The target comes anew with every answer; its content hardly ever does.
  const command = useMemo(
    () => terminalCommand(containerName, JSON.parse(shownLine) as TerminalTarget),
    [containerName, shownLine],
  );
  useReadingCommand(command);

  const sessions = sessionsOf(stores);
  const focusTab = () => tabs.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  const focusActive = (id: string) => void sessions.of(id).screen.then((screen) => screen.focus());
  const split = (direction: SplitDirection) => {
    void open(engine, target, containerName, (before, id) => splitDesk(before, id, direction));
  };
  const openAnother = () => void open(engine, target, containerName, showOnDesk);
  const reopen = async (ended: Terminal) => {
    if ((await open(ended.engine, ended.target, ended.containerName, showOnDesk)) === null) arranged.close(ended.id);
  };
  const step = (by: number) => {
    const at = terminals.findIndex(({ id }) => id === active.id);
    const next = terminals[(at + by + terminals.length) % terminals.length];
    if (next !== undefined && next !== active) showAndFocus(next.id);
  };
  const showAndFocus = (id: string) => {
    const isShown = shown.some((terminal) => terminal.id === id);
    arranged.show(id, { focus: !isShown });
    if (isShown) focusActive(id);
  };
  const act = (action: TerminalAction | 'leave' | 'end-find') => {
    const at = terminals.findIndex(({ id }) => id === active.id);
    switch (action) {
      case 'find':
        setIsFinding(true);
        break;
      case 'end-find':
        setIsFinding(false);
        break;
      case 'open':
        if (target.kind !== 'machine') picker.current?.open();
        else if (canOpen) openAnother();
        break;
      case 'close':
        arranged.close(active.id);
        break;
      case 'split-right':
        if (canOpen) split('row');
        break;
      case 'split-down':
        if (canOpen) split('column');
        break;
      case 'other-pane': {
        const other = shown[(desk.activePane + 1) % shown.length];
        if (other !== undefined) showAndFocus(other.id);
        break;
      }
      case 'next':
        step(1);
        break;
      case 'previous':
        step(-1);
        break;
      case 'move-right':
        arranged.move(active.id, at + 1);
        break;
      case 'move-left':
        arranged.move(active.id, at - 1);
        break;
      case 'leave':
        focusTab();
        break;
      case 'copy':
      case 'paste':
      case 'clear':
      case 'palette':
        // The view's own, the browser's and the page's.
        break;
      default:
        action satisfies never;
    }
  };
  return (
    <div className={styles['desk']}>
      <SessionStrip
        terminals={terminals}
        shownIds={desk.panes}
        activeId={active.id}
        panelId={panelId}
        namesContainers={namesContainers}
        listRef={tabs}
        // Arrow keys look through the tabs and stay there; a click goes on into the terminal.
        onShow={(id, isByKey) => (isByKey ? arranged.show(id) : showAndFocus(id))}
        onClose={arranged.close}
        onRename={arranged.rename}
        onMove={arranged.move}
        after={
          target.kind === 'machine' ? (
            <IconButton
              icon={Plus}
              size="sm"
              label={t('terminals.machine.new')}
              keys={keysOf('open', isApple)}
              disabledReason={cannotOpen}
              onClick={openAnother}
            />
          ) : container === undefined ? null : (
            <NewSession
              ref={picker}
              container={container}
              disabledReason={cannotOpen}
              onOpen={(target) => open(engine, target, container.name, showOnDesk, { isQuiet: true })}
            />
          )
        }
        end={
          <div className={styles['tools']} role="toolbar" aria-label={t('terminals.toolbar')}>
            <span className={styles['escape']}>{t('terminals.escape')}</span>
            <span className={styles['line']} aria-hidden="true" />
            <IconButton
              icon={Search}
              size="sm"
              label={t('terminals.find')}
              keys={keysOf('find', isApple)}
              pressed={isFinding}
              onClick={() => setIsFinding(!isFinding)}
            />
            <IconButton
              icon={Columns2}
              size="sm"
              label={t('terminals.splitRight')}
              keys={keysOf('split-right', isApple)}
              disabledReason={cannotOpen}
              onClick={() => split('row')}
            />
            <IconButton
              icon={Rows2}
              size="sm"
              label={t('terminals.splitDown')}
              keys={keysOf('split-down', isApple)}
              disabledReason={cannotOpen}
              onClick={() => split('column')}
            />
            <IconButton
              icon={Eraser}
              size="sm"
              label={t('terminals.clear')}
              keys={keysOf('clear', isApple)}
              onClick={() => void sessions.of(active.id).screen.then((screen) => screen.clear())}
            />
            <IconButton icon={Keyboard} size="sm" label={t('terminals.shortcuts')} onClick={() => setIsListing(true)} />
          </div>
        }
      />
      <div
        id={panelId}
        className={styles['panes']}
        role="tabpanel"
        aria-label={t('terminals.toolbar')}
        data-direction={desk.direction}
      >
        {shown.map((terminal, pane) => (
          <TerminalView
            key={terminal.id}
            terminal={terminal}
            isActive={pane === desk.activePane}
            half={shown.length > 1 ? pane + 1 : undefined}
            isFinding={isFinding}
            onActivate={() => arranged.activate(pane)}
            onAction={act}
          >
            {shown.length > 1 ? (
              <span className={styles['closePane']}>
                <IconButton
                  icon={X}
                  size="sm"
                  label={t('terminals.closePane')}
                  onClick={() => arranged.closePane(pane)}
                />
              </span>
            ) : null}
            <Ending
              terminal={terminal}
              onClose={() => arranged.close(terminal.id)}
              onOpenAgain={() => {
                void reopen(terminal);
              }}
            />
          </TerminalView>
        ))}
      </div>
      <ShortcutsDialog open={isListing} onClose={() => setIsListing(false)} />
    </div>
  );
}

function Ending({
  terminal,
  onClose,
  onOpenAgain,
}: {
  terminal: Terminal;
  onClose: () => void;
  onOpenAgain: () => void;
}) {
  const isGone = useTerminals(({ gone }) => gone.some(({ id }) => id === terminal.id));
  const place = usePlace(terminal.target);
  // An engine that was lost has to be back first.
  const canOpen = useFreshness('containers') === 'live' && place.canOpen;
  return (
    <EndingBar terminal={terminal} isGone={isGone} onClose={onClose} onOpenAgain={canOpen ? onOpenAgain : undefined} />
  );
}
