import { Dialog } from '@base-ui/react/dialog';
import { Search, Terminal } from 'lucide-react';
import {
  type KeyboardEvent,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useLocation } from 'wouter';
import { stateGlyphs } from '../../features/engine/engine-words.ts';
import { engineName } from '../../objects/engine-name.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { ScriptLines } from '../../page/script-lines.tsx';
import { useEngine, useLineEngine, useRecent, useStores } from '../../stores/stores-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import type { Noun } from '../../nouns/noun.ts';
import type { NounStores } from '../../stores/noun-stores.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { type PaletteOption, toOption } from './options.ts';
import { createPaletteObjects, type NounRows, type PaletteObject } from './palette-objects.ts';
import { PaletteList, type PaletteListGroup } from './palette-list.tsx';
import { foundNouns, search, wordsOf } from './search.ts';
import styles from './palette.module.css';

/** Finds objects, verbs and screens by a few letters. Open while it is on the page. */
export function Palette({ query }: { query: string }) {
  const t = useT();
  const listId = useId();
  const { dialogs, command: commandStore } = useStores();
  const [scope, setScope] = useState<PaletteObject | null>(null);
  const [activeAt, setActiveAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const groups = useGroups(query, scope);
  const options = useMemo(() => groups.flatMap((group) => group.options), [groups]);
  const active = options[Math.min(activeAt, options.length - 1)];
  const script = active?.script ?? null;

  useEffect(() => (script === null ? undefined : commandStore.showHint(script)), [script, commandStore]);

  const ask = (next: string) => {
    dialogs.show({ kind: 'palette', query: next });
    setActiveAt(0);
  };
  const enter = (object: PaletteObject | null) => {
    setScope(object);
    ask('');
  };
  const choose = (option: PaletteOption) => {
    // Closed first: the verb may open a dialog of its own.
    dialogs.close();
    option.choose();
  };
  const step = (by: number) => {
    if (options.length > 0)
      setActiveAt((Math.min(activeAt, options.length - 1) + by + options.length) % options.length);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    const isTaken = takeKey(event);
    if (isTaken) event.preventDefault();
  };
  const takeKey = ({ key, shiftKey }: KeyboardEvent<HTMLInputElement>): boolean => {
    switch (key) {
      case 'ArrowDown':
        step(1);
        return true;
      case 'ArrowUp':
        step(-1);
        return true;
      case 'PageDown':
        setActiveAt(Math.min(options.length - 1, activeAt + pageLength));
        return true;
      case 'PageUp':
        setActiveAt(Math.max(0, activeAt - pageLength));
        return true;
      case 'Enter':
        if (active !== undefined) choose(active);
        return true;
      case 'Tab':
        if (shiftKey) enter(null);
        else if (active !== undefined && active.scope !== null) enter(active.scope);
        return true;
      case 'Backspace':
        if (query !== '' || scope === null) return false;
        enter(null);
        return true;
      default:
        return false;
    }
  };

  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) dialogs.close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['scrim']} />
        <Dialog.Popup className={styles['palette']} aria-label={t('app.palette.name')} initialFocus={input}>
          <div className={styles['query']}>
            <Search size={18} strokeWidth={1.75} aria-hidden="true" />
            {scope !== null && (
              <button
                type="button"
                tabIndex={-1}
                className={styles['scope']}
                aria-label={t('app.palette.leaveScope', { name: scope.words.name })}
                onClick={() => {
                  enter(null);
                  input.current?.focus();
                }}
              >
                {scope.words.name}
              </button>
            )}
            <input
              ref={input}
              className={styles['input']}
              role="combobox"
              aria-label={scope === null ? t('app.palette.input') : t('app.palette.scope', { name: scope.words.name })}
              aria-expanded="true"
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={active === undefined ? undefined : optionId(listId, active)}
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              placeholder={t('app.palette.placeholder')}
              value={query}
              onChange={(event) => ask(event.currentTarget.value)}
              onKeyDown={onKeyDown}
            />
            <EngineTag />
            <Kbd keys={['escape']} />
          </div>
          <PaletteList
            id={listId}
            optionId={(option) => optionId(listId, option)}
            groups={groups}
            words={wordsOf(query).words}
            active={active}
            onActivate={(option) => setActiveAt(options.indexOf(option))}
            onChoose={choose}
          />
          {options.length === 0 && <p className={styles['none']}>{t('app.palette.none', { query: query.trim() })}</p>}
          <div className={styles['announcement']} role="status">
            {query === '' ? '' : t('app.palette.results', { count: options.length })}
          </div>
          <footer className={styles['foot']}>
            <Terminal size={15} strokeWidth={1.75} aria-hidden="true" className={styles['prompt']} />
            <span className={styles['command']}>{script !== null && <ScriptLines script={script} />}</span>
            <span className={styles['hint']}>
              <Kbd keys={['up', 'down']} />
              {t('app.palette.move')}
            </span>
            {scope === null ? (
              <span className={styles['hint']}>
                <Kbd keys={['>']} />
                {t('app.palette.actionsOnly')}
              </span>
            ) : (
              <span className={styles['hint']}>
                <Kbd keys={['backspace']} />
                {t('app.palette.back')}
              </span>
            )}
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** On which engine everything here happens. */
function EngineTag() {
  const t = useT();
  const status = useEngine((state) => state.status);
  if (status === null) return null;
  return (
    <span className={styles['engine']}>
      <StatusGlyph status={stateGlyphs[status.state]} size={12} />
      {engineName(status.connection, t)}
    </span>
  );
}

const pageLength = 8;

function optionId(listId: string, option: PaletteOption): string {
  return `${listId}${option.id}`;
}

function useGroups(query: string, scope: PaletteObject | null): readonly PaletteListGroup[] {
  const t = useT();
  const format = useFormat();
  const engine = useLineEngine();
  const { run } = useVerbs();
  const [, navigate] = useLocation();
  const rows = useFoundRows();
  const recentIds = useRecent(({ ids }) => ids);
  const [toObjects] = useState(() => createPaletteObjects(t));
  const objects = useMemo(() => toObjects(rows), [toObjects, rows]);
  // Keys go before what happens to thousands of objects meanwhile.
  const settled = useDeferredValue(objects);
  return useMemo(() => {
    const context = { t, format, engine, run, navigate };
    return search({ query, objects: settled, recentIds, scope, t }).map(({ id, noun, hits }) => ({
      id,
      title: noun === null ? groupTitle(id, scope, t) : t(noun.title),
      options: hits.map((hit) => toOption(hit, context)),
    }));
  }, [query, settled, recentIds, scope, t, format, engine, run, navigate]);
}

/** The rows of the nouns whose objects are found, again when any of them changes. */
function useFoundRows(): readonly NounRows[] {
  const { nouns } = useStores();
  const { subscribe, read } = useMemo(() => watchFoundRows(nouns), [nouns]);
  return useSyncExternalStore(subscribe, read);
}

function watchFoundRows(nouns: NounStores) {
  const readAnew = () => foundNouns.map((noun) => ({ noun, rows: rowsOf(nouns, noun) }));
  let rows = readAnew();
  return {
    subscribe: (listener: () => void) => nouns.subscribe(listener),
    // The same list until one of the nouns has changed.
    read: (): readonly NounRows[] => {
      if (rows.some((one) => rowsOf(nouns, one.noun) !== one.rows)) rows = readAnew();
      return rows;
    },
  };
}

const noRows: NounRows['rows'] = new Map();

function rowsOf(nouns: NounStores, { group }: Noun): NounRows['rows'] {
  return group === null ? noRows : nouns.of(group).getState().rows;
}

function groupTitle(id: string, scope: PaletteObject | null, t: Translate): string {
  switch (id) {
    case 'recent':
    case 'verbs':
    case 'places':
      return t(`app.palette.groups.${id}`);
    default:
      return t('app.palette.groups.actions', { name: scope?.words.name ?? '' });
  }
}
