import { PanelLeft, Settings, type LucideIcon } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useFormat, useT } from '../../i18n/use-words.ts';
import {
  useContainers,
  useImages,
  useNetworks,
  useNowMs,
  useStores,
  useTerminals,
  useVolumes,
} from '../../stores/stores-context.tsx';
import { JobsCard } from '../../jobs/jobs-card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { ariaKeys } from '../../ui/keys.ts';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { tipProps } from '../../ui/tooltip.tsx';
import { places } from '../../verbs/places.ts';
import { EngineCard } from '../engine-card/engine-card.tsx';
import { countAttention } from './count-rows.ts';
import { sections, type SectionId } from './sections.ts';
import styles from './sidebar.module.css';

const foldKeys = ['mod', 'B'];
const settingsKeys = ['mod', ','];

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
        {sections.map(({ id, place, icon }, index) => (
          <NavLink
            key={id}
            place={place}
            icon={icon}
            label={t(`frame.places.${id}`)}
            keys={['mod', String(index + 1)]}
            isRail={isRail}
            end={isRail ? null : <SectionCount id={id} />}
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

function SectionCount({ id }: { id: SectionId }) {
  switch (id) {
    case 'containers':
      return <ContainersCount />;
    case 'images':
      return <ImagesCount />;
    case 'volumes':
      return <VolumesCount />;
    case 'networks':
      return <NetworksCount />;
    case 'terminals':
      return <TerminalsCount />;
    case 'logs':
    case 'registries':
      return null;
  }
}

function ContainersCount() {
  const t = useT();
  const nowMs = useNowMs();
  const count = useContainers(({ rows, freshness }) => (freshness === 'loading' ? null : rows.size));
  const attention = useContainers(({ rows }) => countAttention(rows, nowMs));
  return (
    <>
      {attention > 0 && (
        <span className={styles['attention']} title={t('frame.attention', { count: attention })}>
          <StatusGlyph status="unhealthy" size={11} />
          {attention}
        </span>
      )}
      <Count value={count} />
    </>
  );
}

function ImagesCount() {
  // Names are counted, as the page and `docker images` list them: an image with three is three rows.
  const count = useImages(({ rows, freshness }) => {
    if (freshness === 'loading') return null;
    let names = 0;
    for (const { tags } of rows.values()) names += Math.max(1, tags.length);
    return names;
  });
  return <Count value={count} />;
}

function VolumesCount() {
  return <Count value={useVolumes(({ rows, freshness }) => (freshness === 'loading' ? null : rows.size))} />;
}

function NetworksCount() {
  return <Count value={useNetworks(({ rows, freshness }) => (freshness === 'loading' ? null : rows.size))} />;
}

/** An empty list is no news: the number is there when there is something to come back to. */
function TerminalsCount() {
  const count = useTerminals(({ terminals }) => terminals.filter(({ ending }) => ending === null).length);
  return <Count value={count === 0 ? null : count} />;
}

function Count({ value }: { value: number | null }) {
  const format = useFormat();
  return value === null ? null : <span className={styles['count']}>{format.count(value)}</span>;
}
