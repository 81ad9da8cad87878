import { Info, Upload } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { type DockerCommand, toShellText } from '../../../engine/commands/command.ts';
import { tagImageCommand } from '../../../engine/commands/images.ts';
import { localRegistry } from '../../../engine/commands/registries.ts';
import { pullCommand, pushCommand } from '../../../engine/commands/transfers.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { familiarReference, parseImageReference } from '../../../engine/contract/image-reference.ts';
import type { Registry } from '../../../engine/contract/registries.ts';
import { useT } from '../../i18n/use-words.ts';
import { useShownStatus } from '../../page/status-words.ts';
import { useRows, useScript, useStores } from '../../stores/stores-context.tsx';
import { ScriptLines } from '../../page/script-lines.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { containerPlace } from '../../verbs/places.ts';
import { startLocalRegistry } from '../../verbs/registry-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import styles from './local-registry.module.css';
import { KindIcon } from './registry-icon.tsx';
import { Repositories } from './repositories.tsx';
import { findLocalRegistry } from './registry-words.ts';
import section from './section.module.css';
import { useIsEngineHere } from './use-set-trust.ts';

interface LocalRegistryProps {
  registries: ReadonlyMap<string, Registry>;
  onOpen: (address: string) => void;
}

/** The registry that Berth starts as a container: what it is for and one button, then what is in it and how to use it. */
export function LocalRegistry({ registries, onOpen }: LocalRegistryProps) {
  const t = useT();
  const registry = useMemo(() => [...registries.values()].find(({ isLocal }) => isLocal), [registries]);
  const container = useRows('containers', ({ rows }) => findLocalRegistry(rows.values()));
  return (
    <section className={section['section']} aria-label={t('registries.local.title')}>
      <div className={section['head']}>
        <h2 className={section['title']}>{t('registries.local.title')}</h2>
      </div>
      {container === undefined ? (
        <StartCard />
      ) : registry === undefined || container.state !== 'running' ? (
        <StoppedCard container={container} />
      ) : (
        <RegistryCard registry={registry} container={container} onOpen={onOpen} />
      )}
    </section>
  );
}

/** Starts it, or what is there of it; busy until it answers. */
function StartButton({ label, container }: { label?: string; container?: Container }) {
  const t = useT();
  const isHere = useIsEngineHere();
  const { run } = useVerbs();
  const [isBusy, setIsBusy] = useState(false);
  const targets = useMemo(() => (container === undefined ? [] : [container]), [container]);
  const start = useVerb(startLocalRegistry, targets);
  const begin = async () => {
    setIsBusy(true);
    await run(startLocalRegistry, targets);
    setIsBusy(false);
  };
  return (
    <Button
      {...start.button}
      busy={isBusy}
      onClick={() => void begin()}
      disabledReason={isHere ? start.button.disabledReason : t('registries.local.otherEngine')}
    >
      {label ?? start.label}
    </Button>
  );
}

function StartCard() {
  const t = useT();
  return (
    <div className={styles['card']}>
      <KindIcon kind="local" />
      <div className={styles['words']}>
        <p>{t('registries.local.text')}</p>
        <p className={styles['quiet']}>{t('registries.local.about')}</p>
      </div>
      <StartButton />
    </div>
  );
}

/** It is there, but nobody can use it: an engine tells the port only of what runs. */
function StoppedCard({ container }: { container: Container }) {
  const t = useT();
  return (
    <div className={styles['box']}>
      <CardHead name={container.name} container={container}>
        <StartButton label={t('registries.local.startAgain')} container={container} />
      </CardHead>
      <p className={styles['quiet']}>{t('registries.local.stopped')}</p>
    </div>
  );
}

function CardHead({ name, container, children }: { name: string; container: Container; children: ReactNode }) {
  const t = useT();
  const { glyph, text } = useShownStatus(container);
  return (
    <div className={styles['head']}>
      <KindIcon kind="local" />
      <div className={styles['words']}>
        <bdi className={styles['address']} dir="ltr">
          {name}
        </bdi>
        <span className={styles['state']}>
          <StatusGlyph status={glyph} size={12} />
          {text}
        </span>
      </div>
      <Link className={styles['link']} href={containerPlace(container.id, 'logs')}>
        {t('registries.pane.openContainer')}
      </Link>
      {children}
    </div>
  );
}

interface RegistryCardProps {
  registry: Registry;
  container: Container;
  onOpen: (address: string) => void;
}

function RegistryCard({ registry, container, onOpen }: RegistryCardProps) {
  const t = useT();
  const { dialogs } = useStores();
  const { id: address } = registry;
  return (
    <div className={styles['box']}>
      <CardHead name={address} container={container}>
        <Button icon={Info} onClick={() => onOpen(address)}>
          {t('registries.local.details')}
        </Button>
        <Button icon={Upload} onClick={() => dialogs.show({ kind: 'push', image: '', registry: address })}>
          {t('registries.local.pushHere')}
        </Button>
      </CardHead>
      <div className={styles['columns']}>
        <Repositories address={address} isAskedAtOnce emptyText={t('registries.local.empty')} />
        <ShellLines address={address} />
      </div>
    </div>
  );
}

/** How it is done in a shell, with an image of this computer. */
function ShellLines({ address }: { address: string }) {
  const t = useT();
  const image = useRows('images', ({ rows }) =>
    exampleOf(
      [...rows.values()].flatMap(({ tags }) => tags),
      address,
    ),
  );
  const name = nameAt(address, image);
  return (
    <section className={styles['lines']}>
      <h3 className={section['title']}>{t('registries.local.lines')}</h3>
      <p className={styles['quiet']}>{t('registries.local.linesHint')}</p>
      <ol>
        <ShellLine label={t('registries.local.tag')} command={tagImageCommand(image, name)} />
        <ShellLine label={t('registries.local.push')} command={pushCommand(name)} />
        <ShellLine label={t('registries.local.pull')} command={pullCommand(name, '')} />
      </ol>
    </section>
  );
}

function ShellLine({ label, command }: { label: ReactNode; command: DockerCommand }) {
  const t = useT();
  const script = useScript(command);
  const line = toShellText(script);
  return (
    <li className={styles['line']}>
      <span className={styles['label']}>{label}</span>
      <span className={styles['code']} title={line}>
        <ScriptLines script={script} />
      </span>
      <CopyButton
        iconOnly
        text={line}
        label={t('registries.local.copy', { command: line })}
        copiedLabel={t('lists.copied')}
      />
    </li>
  );
}

/** An image of this computer to show it with; IMAGE, as in Docker's own synopsis, where there is none. */
function exampleOf(tags: readonly string[], address: string): string {
  return tags.find((tag) => !tag.startsWith(`${address}/`) && !tag.startsWith(localRegistry.image)) ?? 'IMAGE';
}

function nameAt(address: string, image: string): string {
  const reference = parseImageReference(image);
  if (reference === null) return `${address}/${image}`;
  const path = reference.path.replace(/^library\//, '');
  return familiarReference({ ...reference, domain: address, path, digest: '' });
}
