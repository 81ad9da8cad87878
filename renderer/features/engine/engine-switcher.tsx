import { Check, Settings } from 'lucide-react';
import { Link } from 'wouter';
import type { Connection, EngineRow, EngineStatus } from '../../../engine/contract/engines.ts';
import type { Translate } from '../../i18n/translate.ts';
import { useT } from '../../i18n/use-words.ts';
import { useLineEngine } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import type { Status } from '../../ui/status.ts';
import { places } from '../../verbs/places.ts';
import { openMachineShell } from '../../verbs/terminal-verbs.ts';
import { useVerbHint } from '../../verbs/use-verb-hint.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { stateGlyphs, versionFact } from './engine-words.ts';
import { engineName } from '../../objects/engine-name.ts';
import { useEngineCalls } from './use-engine-calls.ts';
import { isAnswering, useOtherEngines, versionOf } from './use-other-engines.ts';
import styles from './engine-switcher.module.css';

/** What the person is asked before it is done. */
export type EngineQuestion = 'stop' | 'restart';

interface EngineSwitcherProps {
  status: EngineStatus;
  onClose: () => void;
  onAsk: (question: EngineQuestion) => void;
}

/** The engines of this computer: which one is in use, which others answer; and start, stop, restart of the bundled one. */
export function EngineSwitcher({ status, onClose, onAsk }: EngineSwitcherProps) {
  const t = useT();
  const { others, isLooking } = useOtherEngines();
  const calls = useEngineCalls();
  const { connection, state } = status;
  const use = (other: Connection) => {
    calls.use(other);
    onClose();
  };
  return (
    <div className={styles['switcher']} tabIndex={-1} data-autofocus="">
      <h2 className={styles['group']} id="engine-switcher-here">
        {t('engine.switcher.here')}
      </h2>
      <ul aria-labelledby="engine-switcher-here">
        <li className={styles['row']} aria-current="true">
          <StatusGlyph status={stateGlyphs[state]} label={t(`engine.states.${state}`)} />
          <EngineText name={engineName(connection, t)} fact={currentFact(status, t)} />
          <Check size={15} strokeWidth={1.75} role="img" aria-label={t('engine.switcher.current')} />
        </li>
        {others.map((other) => {
          const name = engineName(other, t);
          return (
            <li key={other.id} className={styles['row']}>
              <StatusGlyph {...otherGlyph(other, t)} />
              <EngineText name={name} fact={otherFact(other, t)} />
              {(other.status !== null || isAnswering(other) || other.kind === 'bundled') && (
                <Button size="sm" aria-label={t('engine.others.useNamed', { name })} onClick={() => use(other)}>
                  {t('engine.switcher.switch')}
                </Button>
              )}
            </li>
          );
        })}
        {isLooking && others.length === 0 && (
          <li className={styles['looking']} role="status">
            {t('engine.others.looking')}
          </li>
        )}
      </ul>
      {state === 'running' && <MachineShell onClose={onClose} />}
      <Link href={places.settings} className={styles['link']} onClick={onClose}>
        <Settings size={15} strokeWidth={1.75} aria-hidden="true" />
        {t('engine.switcher.settings')}
      </Link>
      {(connection.kind === 'bundled' || state !== 'running') && (
        <footer className={styles['foot']}>
          <span>{engineName(connection, t)}</span>
          <EngineActions status={status} onClose={onClose} onAsk={onAsk} />
        </footer>
      )}
    </div>
  );
}

function MachineShell({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { run } = useVerbs();
  const engine = useLineEngine();
  const hint = useVerbHint(() => openMachineShell.script(engine, [], {}));
  const Icon = openMachineShell.icon;
  return (
    <button
      {...hint}
      type="button"
      className={styles['link']}
      onClick={() => {
        void run(openMachineShell, []);
        onClose();
      }}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
      {openMachineShell.title(t, [])}
    </button>
  );
}

function EngineText({ name, fact }: { name: string; fact: string }) {
  return (
    <div className={styles['text']}>
      <b title={name}>{name}</b>
      <span title={fact}>{fact}</span>
    </div>
  );
}

function EngineActions({ status: { state, connection }, onClose, onAsk }: EngineSwitcherProps) {
  const t = useT();
  const calls = useEngineCalls();
  const start = () => {
    calls.start();
    onClose();
  };
  if (connection.kind !== 'bundled') {
    return (
      <Button variant="ghost" size="sm" onClick={start}>
        {t('engine.switcher.tryNow')}
      </Button>
    );
  }
  switch (state) {
    case 'running':
    case 'lost':
      return (
        <>
          <Button variant="ghost" size="sm" onClick={() => onAsk('restart')}>
            {t('engine.switcher.restart')}
          </Button>
          <Button variant="ghost" size="sm" onClick={() => onAsk('stop')}>
            {t('engine.switcher.stop')}
          </Button>
        </>
      );
    case 'starting':
      return (
        <Button variant="ghost" size="sm" onClick={calls.stop}>
          {t('engine.starting.cancel')}
        </Button>
      );
    case 'stopping':
      return null;
    case 'stopped':
    case 'failed':
    case 'unavailable':
      return (
        <Button variant="ghost" size="sm" onClick={start}>
          {t('engine.switcher.start')}
        </Button>
      );
  }
}

function otherGlyph(other: EngineRow, t: Translate): { status: Status; label?: string } {
  const { status, kind } = other;
  if (status !== null) return { status: stateGlyphs[status.state], label: t(`engine.states.${status.state}`) };
  if (isAnswering(other)) return { status: 'running' };
  return { status: kind === 'bundled' ? 'stopped' : 'unreachable' };
}

function otherFact(other: EngineRow, t: Translate): string {
  if (isAnswering(other)) return versionFact(other, versionOf(other), t);
  if (other.status !== null) return t(`engine.states.${other.status.state}`);
  return other.kind === 'bundled'
    ? t('engine.states.stopped')
    : t('engine.switcher.noAnswerFrom', { endpoint: other.endpoint });
}

function currentFact({ state, info, connection }: EngineStatus, t: Translate): string {
  if (state === 'running' && info !== null) {
    return versionFact(connection, info.version, t);
  }
  return t(`engine.states.${state}`);
}
