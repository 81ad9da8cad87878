import type { ReactNode } from 'react';
import { BerthMark } from '../../ui/berth-mark.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import type { Status } from '../../ui/status.ts';
import styles from './engine-screens.module.css';

interface EngineFrameProps {
  title: string;
  /** Without a glyph, the mark. */
  glyph?: Status | undefined;
  text?: string | undefined;
  wide?: boolean | undefined;
  children?: ReactNode | undefined;
}

/** What all engine screens share. */
export function EngineFrame({ title, glyph, text, wide = false, children }: EngineFrameProps) {
  return (
    <div className={styles['place']}>
      <div className={styles['inner']} data-wide={wide || undefined}>
        {glyph === undefined && <BerthMark />}
        <div className={styles['head']} data-glyph={glyph !== undefined || undefined}>
          {glyph && <StatusGlyph status={glyph} size={24} />}
          <h2 className={styles['title']}>{title}</h2>
        </div>
        {text && <p className={styles['text']}>{text}</p>}
        {children}
      </div>
    </div>
  );
}
