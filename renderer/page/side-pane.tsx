import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './side-pane.module.css';
import { useEscape } from './use-escape.ts';

const closeKeys = ['escape'];

interface SidePaneProps {
  /** The accessible name, such as 'ghcr.io details'. */
  label: string;
  /** Before the title: a glyph or an icon. */
  icon: ReactNode;
  title: string;
  /** Under the title. */
  fact?: string | undefined;
  /** The fact is something that could be pasted into a shell. */
  isFactMono?: boolean | undefined;
  /** In the title's line, before the button that closes. */
  buttons?: ReactNode | undefined;
  actions: ReactNode;
  actionsLabel: string;
  closeLabel: string;
  /** For what needs more room than facts do, such as the steps of an image. */
  isWide?: boolean | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** The second panel of a page: what is to be known of the row that is open. Escape closes it. */
export function SidePane(props: SidePaneProps) {
  const {
    label,
    icon,
    title,
    fact,
    isFactMono,
    buttons,
    actions,
    actionsLabel,
    closeLabel,
    isWide,
    onClose,
    children,
  } = props;
  useEscape(onClose);
  return (
    <aside className={styles['pane']} data-wide={isWide || undefined} aria-label={label}>
      <header className={styles['head']}>
        <div className={styles['title']}>
          {icon}
          <div className={styles['lines']}>
            <h2 className={styles['name']} title={title}>
              <bdi>{title}</bdi>
            </h2>
            {fact === undefined ? null : (
              <bdi className={styles['fact']} data-mono={isFactMono || undefined} title={fact}>
                {fact}
              </bdi>
            )}
          </div>
          <span className={styles['room']} />
          {buttons}
          <IconButton icon={X} size="sm" label={closeLabel} keys={closeKeys} onClick={onClose} />
        </div>
        <div className={styles['actions']} role="toolbar" aria-label={actionsLabel}>
          {actions}
        </div>
      </header>
      <div className={styles['body']}>{children}</div>
    </aside>
  );
}

interface PaneSectionProps {
  title: string;
  /** At the end of the headline. */
  end?: ReactNode | undefined;
  children: ReactNode;
}

/** A part of a pane with its headline. */
export function PaneSection({ title, end, children }: PaneSectionProps) {
  return (
    <section className={styles['section']}>
      <div className={styles['sectionLine']}>
        <h3 className={styles['sectionTitle']}>{title}</h3>
        <span className={styles['room']} />
        {end}
      </div>
      {children}
    </section>
  );
}
