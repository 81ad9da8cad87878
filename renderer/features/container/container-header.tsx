import { Clock, Ellipsis, Layers, Plug } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { nameInGroup } from '../../objects/container-name.ts';
import { isActive } from '../../objects/container-status.ts';
import { publishedPorts } from '../../objects/published-ports.ts';
import { PortLink } from '../../page/port-link.tsx';
import { useShownStatus } from '../../page/status-words.ts';
import { useOne } from '../../page/use-one.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { isApple } from '../../ui/keys.ts';
import { Menu } from '../../ui/menu.tsx';
import { Pill } from '../../ui/pill.tsx';
import {
  containerVerbs,
  openContainer,
  restartContainer,
  startContainer,
  stopContainer,
} from '../../verbs/container-verbs.ts';
import { verbForKey } from '../../verbs/keys.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import styles from './container-header.module.css';

const moreKeys = ['.'];

interface ContainerHeaderProps {
  container: Container;
  /** Its verbs have their letters: not beside a terminal, where letters are meant for a shell, also before that has the focus. */
  takesLetters: boolean;
}

/** The name and state of a container, its facts in one line, and what can be done with it. */
export function ContainerHeader({ container, takesLetters }: ContainerHeaderProps) {
  const t = useT();
  const name = nameInGroup(container);
  const { glyph, word, since } = useShownStatus(container);
  const ports = publishedPorts(container.ports);
  return (
    <header className={styles['header']}>
      <div className={styles['start']}>
        <div className={styles['title']}>
          <h2 className={styles['name']} title={container.name}>
            <bdi>{name}</bdi>
          </h2>
          <Pill status={glyph} label={word} />
        </div>
        <ul className={styles['meta']} aria-label={t('container.meta.label', { name })}>
          <li>
            <Layers size={14} strokeWidth={1.75} aria-hidden="true" />
            <ImageRef reference={container.image} />
          </li>
          {ports.length === 0 ? null : (
            <li>
              <Plug size={14} strokeWidth={1.75} aria-hidden="true" />
              {ports.map((port) => (
                <span key={`${port.host} ${port.hostPort} ${port.protocol}`} className={styles['port']} dir="ltr">
                  <PortLink port={port} name={container.name} isLong />
                  <span className={styles['inside']}>→ {port.containerPort}</span>
                </span>
              ))}
            </li>
          )}
          {since === '' ? null : (
            <li>
              <Clock size={14} strokeWidth={1.75} aria-hidden="true" />
              <span className={styles['since']}>{since}</span>
            </li>
          )}
        </ul>
      </div>
      <HeaderActions container={container} name={name} takesLetters={takesLetters} />
    </header>
  );
}

function HeaderActions({ container, name, takesLetters }: ContainerHeaderProps & { name: string }) {
  const t = useT();
  const targets = useOne(container);
  const active = isActive(container);
  const open = useVerb(openContainer, targets);
  const restart = useVerb(restartContainer, targets);
  const power = useVerb(active ? stopContainer : startContainer, targets);
  const verbs = containerVerbs.filter((verb) => verb !== (active ? startContainer : stopContainer));
  const items = useVerbItems(verbs, targets);
  useVerbKeys(targets, takesLetters);
  const keysOf = (keys: readonly string[] | undefined) => (takesLetters ? keys : undefined);
  return (
    <div className={styles['actions']} role="toolbar" aria-label={t('lists.actionsFor', { name })}>
      {openContainer.applies(targets) === true ? (
        <Button {...open.button} keys={keysOf(open.button.keys)}>
          {open.label}
        </Button>
      ) : null}
      <Button {...restart.button} keys={keysOf(restart.button.keys)}>
        {restart.label}
      </Button>
      <Button {...power.button} keys={keysOf(power.button.keys)}>
        {power.label}
      </Button>
      <Menu
        trigger={
          <IconButton icon={Ellipsis} label={t('lists.moreActions')} keys={keysOf(moreKeys)} data-header-menu="" />
        }
        label={t('lists.moreActionsFor', { name })}
        items={items}
        align="end"
      />
    </div>
  );
}

const letterFields =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"]';

/** The single letters printed on the header's buttons, wherever the focus is on this page but in what takes letters itself. */
function useVerbKeys(targets: readonly Container[], isOn: boolean): void {
  const { run } = useVerbs();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isOn || event.defaultPrevented) return;
    const inPanel =
      event.target instanceof Element && (event.target === document.body || event.target.closest('main') !== null);
    if (!inPanel || (event.target instanceof Element && event.target.closest(letterFields) !== null)) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
    if (event.key === '.') {
      document.querySelector<HTMLElement>('[data-header-menu]')?.click();
      event.preventDefault();
      return;
    }
    const verb = verbForKey(event, containerVerbs, targets, isApple);
    if (verb === undefined) return;
    event.preventDefault();
    void run(verb, targets);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
