import { ChevronsUpDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { stateGlyphs } from '../../features/engine/engine-words.ts';
import { engineName } from '../../objects/engine-name.ts';
import { EngineSwitcher, type EngineQuestion } from '../../features/engine/engine-switcher.tsx';
import { useT } from '../../i18n/use-words.ts';
import { useEngine } from '../../stores/stores-context.tsx';
import { isApple } from '../../ui/keys.ts';
import { Popover } from '../../ui/popover.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { tipProps } from '../../ui/tooltip.tsx';
import { isKeyPress } from '../../verbs/keys.ts';
import { CardFacts } from './card-facts.tsx';
import { EngineQuestionDialog } from './engine-question.tsx';
import styles from './engine-card.module.css';

const keys = ['mod', 'E'];
const popoverWidthPx = 348;

/** Which engine it is and how it does; opens the switcher. `isRail`: only the glyph. */
export function EngineCard({ isRail }: { isRail: boolean }) {
  const t = useT();
  const status = useEngine((engine) => engine.status);
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [question, setQuestion] = useState<EngineQuestion | null>(null);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isKeyPress(event, keys, isApple)) return;
      event.preventDefault();
      button.current?.click();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  if (status === null) return <div className={styles['card']} data-empty="" data-rail={isRail || undefined} />;

  const name = engineName(status.connection, t);
  const label = t('engine.card.name', { name, state: t(`engine.states.${status.state}`) });
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles['card']}
        data-rail={isRail || undefined}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        {...(isRail && tipProps(label, keys))}
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        {isRail ? (
          <StatusGlyph status={stateGlyphs[status.state]} />
        ) : (
          <>
            <span className={styles['head']}>
              <StatusGlyph status={stateGlyphs[status.state]} />
              <span className={styles['name']}>{name}</span>
              <ChevronsUpDown size={14} strokeWidth={1.75} aria-hidden="true" />
            </span>
            <CardFacts status={status} />
          </>
        )}
      </button>
      <Popover
        anchor={anchor}
        open={anchor !== null}
        onOpenChange={(open) => setAnchor(open ? anchor : null)}
        label={t('engine.switcher.name')}
        width={popoverWidthPx}
        side="top"
      >
        <EngineSwitcher
          status={status}
          onClose={() => setAnchor(null)}
          onAsk={(asked) => {
            setAnchor(null);
            setQuestion(asked);
          }}
        />
      </Popover>
      {question !== null && <EngineQuestionDialog question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}
