import { Ellipsis, ExternalLink, Maximize2 } from 'lucide-react';
import { Link } from 'wouter';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { LogTail } from '../../logs/view/log-tail.tsx';
import { publishedPorts } from '../../objects/published-ports.ts';
import { PortLink } from '../../page/port-link.tsx';
import { PaneSection, SidePane } from '../../page/side-pane.tsx';
import { useOne } from '../../page/use-one.ts';
import { useShownGlyph } from '../../page/status-words.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { containerVerbs, openContainer, restartContainer, showLogs } from '../../verbs/container-verbs.ts';
import { containerPlace } from '../../verbs/places.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { powerVerbOf, verbsFor } from './container-menu.ts';
import { PaneCallout } from './pane-callout.tsx';
import { PaneFacts } from './pane-facts.tsx';
import styles from './detail-pane.module.css';

const pageKeys = ['enter'];

interface DetailPaneProps {
  container: Container;
  /** As the list shows it. */
  name: string;
  onClose: () => void;
  onOpenPage: () => void;
}

/** The container of the open row: what it is, what is wrong with it, what it printed last. */
export function DetailPane({ container, name, onClose, onOpenPage }: DetailPaneProps) {
  const t = useT();
  const glyph = useShownGlyph(container);
  const ports = publishedPorts(container.ports);
  return (
    <SidePane
      label={t('containers.pane.label', { name })}
      icon={<StatusGlyph status={glyph} />}
      title={name}
      fact={container.project ?? undefined}
      buttons={
        <IconButton
          icon={Maximize2}
          size="sm"
          label={t('containers.pane.openPage')}
          keys={pageKeys}
          onClick={onOpenPage}
        />
      }
      actions={<PaneActions container={container} name={name} />}
      actionsLabel={t('lists.actionsFor', { name })}
      closeLabel={t('containers.pane.close')}
      onClose={onClose}
    >
      <PaneCallout container={container} />
      <PaneFacts container={container} />
      {ports.length === 0 ? null : (
        <PaneSection title={t('containers.pane.ports')}>
          <ul>
            {ports.map((port) => (
              <li key={`${port.host} ${port.hostPort} ${port.protocol}`} className={styles['port']}>
                <PortLink port={port} name={container.name} isLong />
                <span className={styles['arrow']} aria-hidden="true">
                  →
                </span>
                <bdi className={styles['inside']} dir="ltr">
                  {port.containerPort}/{port.protocol}
                </bdi>
                <span className={styles['room']} />
                <ExternalLink className={styles['arrow']} size={14} strokeWidth={1.75} aria-hidden="true" />
              </li>
            ))}
          </ul>
        </PaneSection>
      )}
      <PaneSection
        title={t('containers.pane.lastLines')}
        end={
          <Link className={styles['link']} href={containerPlace(container.id, 'logs')}>
            {t('containers.pane.openLogs')}
          </Link>
        }
      >
        <LogTail container={container} emptyText={t('containers.pane.noLines')} />
      </PaneSection>
    </SidePane>
  );
}

function PaneActions({ container, name }: { container: Container; name: string }) {
  const t = useT();
  const targets = useOne(container);
  const power = useVerb(powerVerbOf(container), targets);
  const restart = useVerb(restartContainer, targets);
  const logs = useVerb(showLogs, targets);
  const open = useVerb(openContainer, targets);
  const items = useVerbItems(verbsFor(containerVerbs, targets), targets);
  return (
    <>
      <Button {...power.button} keys={undefined}>
        {power.label}
      </Button>
      <Button {...restart.button} keys={undefined}>
        {restart.label}
      </Button>
      <Button {...logs.button} keys={undefined}>
        {logs.label}
      </Button>
      <span className={styles['room']} />
      <IconButton {...open.button} label={open.title} />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('lists.moreActions')} />}
        label={t('lists.moreActionsFor', { name })}
        items={items}
        align="end"
      />
    </>
  );
}
