import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { partsOf } from './match.ts';
import type { PaletteOption } from './options.ts';
import styles from './palette.module.css';

export interface PaletteListGroup {
  readonly id: string;
  readonly title: string;
  readonly options: readonly PaletteOption[];
}

interface PaletteListProps {
  readonly id: string;
  readonly optionId: (option: PaletteOption) => string;
  readonly groups: readonly PaletteListGroup[];
  readonly words: readonly string[];
  readonly active: PaletteOption | undefined;
  readonly onActivate: (option: PaletteOption) => void;
  readonly onChoose: (option: PaletteOption) => void;
}

/** What the palette found. The focus stays in the search field; the active option is told by `aria-activedescendant`. */
export function PaletteList({ id, optionId, groups, words, active, onActivate, onChoose }: PaletteListProps) {
  const t = useT();
  return (
    <div className={styles['list']} id={id} role="listbox" aria-label={t('app.palette.name')}>
      {groups.map((group) => (
        <Group key={group.id} title={group.title}>
          {group.options.map((option) => (
            <Option
              key={option.id}
              id={optionId(option)}
              option={option}
              words={words}
              isActive={option === active}
              onActivate={onActivate}
              onChoose={onChoose}
            />
          ))}
        </Group>
      ))}
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <div role="group" aria-labelledby={titleId}>
      <div className={styles['title']} id={titleId}>
        {title}
      </div>
      {children}
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly option: PaletteOption;
  readonly words: readonly string[];
  readonly isActive: boolean;
  readonly onActivate: (option: PaletteOption) => void;
  readonly onChoose: (option: PaletteOption) => void;
}

function Option({ id, option, words, isActive, onActivate, onChoose }: OptionProps) {
  const t = useT();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const { icon: Icon, status } = option;
  return (
    // The keyboard is served by the combobox above.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={element}
      id={id}
      className={styles['option']}
      role="option"
      aria-selected={isActive}
      onPointerMove={() => {
        if (!isActive) onActivate(option);
      }}
      // Else the click would take the focus out of the field.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onChoose(option)}
    >
      <span className={styles['icon']}>
        {status !== null && <StatusGlyph status={status} />}
        {Icon !== null && <Icon size={16} strokeWidth={1.75} aria-hidden="true" />}
      </span>
      <bdi className={styles['name']}>
        <Marked text={option.title} words={words} />
      </bdi>
      {option.fact !== '' && <span className={styles['fact']}>{option.fact}</span>}
      <span className={styles['keys']}>
        {isActive && option.scope !== null ? (
          <>
            <span className={styles['hint']}>
              {t('app.palette.open')} <Kbd keys={['enter']} />
            </span>
            <span className={styles['hint']}>
              {t('app.palette.actions')} <Kbd keys={['tab']} />
            </span>
          </>
        ) : (
          option.keys !== undefined && <Kbd keys={option.keys} />
        )}
      </span>
    </div>
  );
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return partsOf(words, text).map((part) => (part.isMarked ? <mark key={part.at}>{part.text}</mark> : part.text));
}
