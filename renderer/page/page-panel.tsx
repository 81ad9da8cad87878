import { ChevronRight, Search } from 'lucide-react';
import { Fragment, useEffect, useId, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useT } from '../i18n/use-words.ts';
import { hasLostFocus } from './has-lost-focus.ts';
import { useStores } from '../stores/stores-context.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './page-panel.module.css';

export interface Crumb {
  readonly label: string;
  readonly place: string;
}

interface PagePanelProps {
  /** The page's headline; with `crumbs`, the last of the path. */
  title: string;
  /** The way to this page, outermost first. */
  crumbs?: readonly Crumb[] | undefined;
  /** Of the object, between the crumbs and the title. */
  project?: string | null | undefined;
  /** The page's primary verb, as a button. */
  primary?: ReactNode | undefined;
  children: ReactNode;
  /** A second panel beside the first, or over it where there is no room. */
  pane?: ReactNode | undefined;
}

/** A page: the panel with its top bar, and the detail pane beside it. */
export function PagePanel({ title, crumbs = [], project = null, primary, children, pane }: PagePanelProps) {
  const titleId = useId();
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // The control that led here went away with its page: the new page is where keys and screen readers go on.
    if (hasLostFocus()) main.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles['stage']}>
      <main ref={main} className={styles['panel']} aria-labelledby={titleId} tabIndex={-1}>
        <header className={styles['bar']}>
          <PageTitle id={titleId} title={title} crumbs={crumbs} project={project} />
          <span className={styles['room']} />
          <SearchButton />
          {primary}
        </header>
        {children}
      </main>
      {pane}
    </div>
  );
}

interface PageTitleProps {
  id: string;
  title: string;
  crumbs: readonly Crumb[];
  project: string | null;
}

function PageTitle({ id, title, crumbs, project }: PageTitleProps) {
  const t = useT();
  const heading = (
    <h1 id={id} className={styles['title']} title={title}>
      {title}
    </h1>
  );
  if (crumbs.length === 0) return heading;
  return (
    <nav className={styles['crumbs']} aria-label={t('lists.breadcrumb')}>
      {crumbs.map(({ label, place }) => (
        <Fragment key={place}>
          <Link className={styles['crumb']} href={place}>
            {label}
          </Link>
          <Separator />
        </Fragment>
      ))}
      {project === null ? null : (
        <>
          <bdi className={styles['crumb']}>{project}</bdi>
          <Separator />
        </>
      )}
      {heading}
    </nav>
  );
}

function Separator() {
  return <ChevronRight className={styles['separator']} size={16} strokeWidth={1.75} aria-hidden="true" />;
}

const paletteKeys = ['mod', 'K'];

/** Opens the palette. It looks like a field because that is what people look for. */
function SearchButton() {
  const t = useT();
  const { dialogs } = useStores();
  return (
    <button
      type="button"
      className={styles['search']}
      aria-label={t('lists.search.long')}
      aria-haspopup="dialog"
      onClick={() => dialogs.show({ kind: 'palette' })}
    >
      <Search size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles['searchWords']}>
        <span className={styles['long']}>{t('lists.search.long')}</span>
        <span className={styles['short']}>{t('lists.search.short')}</span>
      </span>
      <Kbd keys={paletteKeys} />
    </button>
  );
}
