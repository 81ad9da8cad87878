import { Ellipsis, Upload } from 'lucide-react';
import type { Registry } from '../../../engine/contract/registries.ts';
import { registryFactsOf } from '../../../engine/contract/registry-facts.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { registryLook } from './registry-look.ts';
import { PaneSection, SidePane } from '../../page/side-pane.tsx';
import { useOne } from '../../page/use-one.ts';
import { When } from '../../page/when.tsx';
import { useNowMs, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { type KeyValue, KeyValues } from '../../ui/key-values.tsx';
import { Menu } from '../../ui/menu.tsx';
import { checkRegistry, registryVerbs, replaceToken, signInTo, signOut } from '../../verbs/registry-verbs.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { RegistryIcon } from './registry-icon.tsx';
import { accountWords, registryTitle, stateWord, useRegistryState } from './registry-words.ts';
import { Repositories } from './repositories.tsx';
import { SecretChain } from './secret-chain.tsx';
import styles from './registry-pane.module.css';
import { TrustSection } from './trust-section.tsx';

/** The registry of the open row: who is signed in, where the secret is, what is in it, how the engine reaches it. */
export function RegistryPane({ registry, onClose }: { registry: Registry; onClose: () => void }) {
  const t = useT();
  const { name, fact, isFactAddress } = registryTitle(registry, t);
  return (
    <SidePane
      label={t('registries.pane.label', { name })}
      icon={<RegistryIcon address={registry.id} />}
      title={name}
      fact={fact}
      isFactMono={isFactAddress}
      actions={<PaneActions registry={registry} name={name} />}
      actionsLabel={t('lists.actionsFor', { name })}
      closeLabel={t('registries.pane.close')}
      onClose={onClose}
    >
      <PaneCallout registry={registry} />
      <Facts registry={registry} />
      <Secret registry={registry} />
      <Repositories address={registry.id} />
      <TrustSection registry={registry} />
    </SidePane>
  );
}

function PaneActions({ registry, name }: { registry: Registry; name: string }) {
  const t = useT();
  const targets = useOne(registry);
  const { dialogs } = useStores();
  const enter = useVerb(registry.account === null ? signInTo : replaceToken, targets);
  const leave = useVerb(signOut, targets);
  const check = useVerb(checkRegistry, targets);
  const items = useVerbItems(
    registryVerbs.filter((verb) => verb.applies(targets) === true),
    targets,
  );
  return (
    <>
      {registry.isLocal && registry.account === null ? (
        <Button icon={Upload} onClick={() => dialogs.show({ kind: 'push', image: '', registry: registry.id })}>
          {t('registries.local.pushHere')}
        </Button>
      ) : (
        <Button {...enter.button}>{enter.label}</Button>
      )}
      {registry.account === null ? null : <Button {...leave.button}>{leave.label}</Button>}
      <span className={styles['room']} />
      <IconButton {...check.button} label={check.title} />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('lists.moreActions')} />}
        label={t('lists.moreActionsFor', { name })}
        items={items}
        align="end"
      />
    </>
  );
}

/** What is wrong with the sign-in, if anything, or what ends soon. */
function PaneCallout({ registry }: { registry: Registry }) {
  const t = useT();
  const nowMs = useNowMs();
  const { id, problem, expiresAtMs } = registry;
  const look = registryLook(registry, nowMs);
  const { kind } = look;
  if ((kind === 'ends' || kind === 'ended') && expiresAtMs !== null) {
    const { tokenPage } = registryFactsOf(id);
    return (
      <Callout tone={kind === 'ends' ? 'warn' : 'bad'} title={stateWord(look, t)}>
        {t('registries.pane.endsText', { address: id })}
        {tokenPage === null ? null : (
          <p>
            <a href={tokenPage} target="_blank" rel="noopener noreferrer">
              {t('registries.pane.openTokenPage')}
            </a>
          </p>
        )}
      </Callout>
    );
  }
  if (problem === null) return null;
  const words = problemWords({ ...problem, callId: '' }, t);
  return (
    <Callout tone={kind === 'refused' || kind === 'unreachable' ? 'bad' : 'warn'} title={words.title}>
      <p>{words.why}</p>
      {problem.detail === '' ? null : <Details summary={t('registries.pane.details')}>{problem.detail}</Details>}
    </Callout>
  );
}

function Facts({ registry }: { registry: Registry }) {
  const t = useT();
  const format = useFormat();
  const { word } = useRegistryState(registry);
  const { account, checkedAtMs, expiresAtMs, limit } = registry;
  const items: KeyValue[] = [
    {
      label: t('registries.pane.account'),
      value: accountWords(registry, t) ?? t(registry.isLocal ? 'registries.noSignIn' : 'lists.none'),
    },
    { label: t('registries.pane.state'), value: word },
  ];
  if (account !== null) {
    const checked = checkedAtMs === null ? t('registries.pane.neverChecked') : <When atMs={checkedAtMs} />;
    items.push({ label: t('registries.pane.checked'), value: checked });
  }
  if (expiresAtMs !== null) items.push({ label: t('registries.pane.ends'), value: format.exactTime(expiresAtMs) });
  if (limit !== null) {
    const { remaining, total } = limit;
    items.push({ label: t('registries.pane.limit'), value: t('registries.limits.left', { remaining, total }) });
  }
  return <KeyValues items={items} />;
}

function Secret({ registry }: { registry: Registry }) {
  const t = useT();
  const { id, secretIn } = registry;
  if (secretIn === null) {
    const isPublic = registryFactsOf(id).hasPublicImages;
    if (registry.isLocal) return null;
    return (
      <p className={styles['note']}>
        {t(isPublic ? 'registries.pane.signedOutText' : 'registries.pane.signedOutPrivate')}
      </p>
    );
  }
  return (
    <PaneSection title={t('registries.pane.secret')}>
      <SecretChain place={secretIn} isUpright />
      <p className={styles['note']}>
        {secretIn.kind === 'helper'
          ? t('registries.chain.noCopy')
          : secretIn.kind === 'file'
            ? t('registries.chain.inFile')
            : t('registries.chain.inSession')}
      </p>
    </PaneSection>
  );
}
