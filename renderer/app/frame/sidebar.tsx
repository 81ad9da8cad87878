import { PanelLeft, Settings, type LucideIcon } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { JobsCard } from '../../jobs/jobs-card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { ariaKeys } from '../../ui/keys.ts';
import { tipProps } from '../../ui/tooltip.tsx';
import { places } from '../../verbs/places.ts';
import { nouns } from '../../nouns/nouns.ts';
import { EngineCard } from '../engine-card/engine-card.tsx';
import { placeKeys, settingsKeys } from './place-keys.ts';
import styles from './sidebar.module.css';

const foldKeys = ['mod', 'B'];

interface SidebarProps {
  /** Icons only. */
  isRail: boolean;
  /** The window has room for the words. */
  canWiden: boolean;
  isEngineAway: boolean;
}

/** The way around: the pages, the engine, the settings. */
export function Sidebar({ isRail, canWiden, isEngineAway }: SidebarProps) {
  const t = useT();
  const { preferences } = useStores();
  return (
    <nav
      className={styles['sidebar']}
      aria-label={t('frame.main')}
      data-rail={isRail || undefined}
      data-away={isEngineAway || undefined}
    >
      <div className={styles['top']}>
        {!isRail && <span className={styles['product']}>{t('frame.product')}</span>}
        {canWiden && (
          <IconButton
            icon={PanelLeft}
            size="sm"
            label={t(isRail ? 'frame.unfoldSidebar' : 'frame.foldSidebar')}
            keys={foldKeys}
            onClick={() => preferences.change({ isSidebarCollapsed: !isRail })}
          />
        )}
      </div>
      <div className={styles['items']}>
        {nouns.map(({ id, place, icon, title, Count }, index) => (
          <NavLink
            key={id}
            place={place}
            icon={icon}
            label={t(title)}
            keys={placeKeys(index)}
            isRail={isRail}
            end={isRail || Count === null ? null : <Count />}
          />
        ))}
        <span className={styles['room']} />
        <JobsCard isRail={isRail} />
        <EngineCard isRail={isRail} />
        <NavLink
          place={places.settings}
          icon={Settings}
          label={t('frame.places.settings')}
          keys={settingsKeys}
          isRail={isRail}
          end={isRail ? null : <Kbd keys={settingsKeys} />}
        />
      </div>
    </nav>
  );
}

interface NavLinkProps {
  place: string;
  icon: LucideIcon;
  label: string;
  keys: readonly string[];
  isRail: boolean;
  end: React.ReactNode;
}

function NavLink({ place, icon: Icon, label, keys, isRail, end }: NavLinkProps) {
  const [location] = useLocation();
  const isCurrent = location === place || location.startsWith(`${place}/`);
  return (
    <Link
      href={place}
      className={styles['item'] ?? ''}
      aria-label={label}
      aria-current={isCurrent ? 'page' : undefined}
      aria-keyshortcuts={ariaKeys(keys)}
      {...(isRail && tipProps(label, keys))}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      {!isRail && <span className={styles['label']}>{label}</span>}
      {end}
    </Link>
  );
}
