import type { ReactNode } from 'react';
import { quoteForShell } from '../../../engine/commands/command.ts';
import type { RegistryFacts, SignInWay } from '../../../engine/contract/registry-facts.ts';
import { type RegistryKind, registryKindOf } from '../../../engine/contract/registry-kinds.ts';
import { useT } from '../../i18n/use-words.ts';
import { toWebLink } from '../../objects/web-link.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './sign-in-guide.module.css';
import { wayWords } from './sign-in-words.ts';

interface SignInGuideProps {
  /** Null while no address is typed. */
  address: string | null;
  facts: RegistryFacts;
  way: SignInWay | null;
}

/** What to type on the left, and how to come by it: for the registry that was recognised. */
export function SignInGuide({ address, facts, way }: SignInGuideProps) {
  const t = useT();
  const isToken = way !== null && way.id !== 'password' && way.id !== 'admin';
  return (
    <aside
      className={styles['guide']}
      aria-label={t(isToken ? 'registries.signIn.guide.token' : 'registries.signIn.guide.password')}
    >
      <h3 className={styles['title']}>
        {t(isToken ? 'registries.signIn.guide.token' : 'registries.signIn.guide.password')}
      </h3>
      <p className={styles['text']}>
        {t(isToken ? 'registries.signIn.guide.tokenText' : 'registries.signIn.guide.passwordText')}
      </p>
      {address === null ? (
        <p className={styles['text']}>{t('registries.signIn.guide.other')}</p>
      ) : way === null ? null : (
        <Steps kind={registryKindOf(address)} facts={facts} way={way} />
      )}
      <span className={styles['room']} />
      {way?.id === 'password' && facts.takesPassword && address !== null ? (
        <p className={styles['quiet']}>{t('registries.signIn.guide.twoFactor')}</p>
      ) : null}
      <HelpLink address={address} page={facts.helpPage} />
      {facts.hasPublicImages ? <p className={styles['quiet']}>{t('registries.signIn.guide.public')}</p> : null}
    </aside>
  );
}

function HelpLink({ address, page }: { address: string | null; page: string | null }) {
  const t = useT();
  if (address === null || page === null) return null;
  return (
    <p className={styles['quiet']}>
      <a href={page} target="_blank" rel="noopener noreferrer">
        {t('registries.signIn.guide.help', { name: t(`registries.sites.${registryKindOf(address)}`) })}
      </a>
    </p>
  );
}

interface StepsProps {
  kind: RegistryKind;
  facts: RegistryFacts;
  way: SignInWay;
}

function Steps({ kind, facts, way }: StepsProps) {
  const t = useT();
  const words = wayWords(kind, way.id);
  const isMade = way.id === 'token' || way.id === 'key-file' || way.id === 'deploy-token';
  const page = isMade && facts.tokenPage !== null ? toWebLink(facts.tokenPage) : null;
  const steps: ReactNode[] = [<span key="what">{t(`registries.ways.${words}.what`)}</span>];
  if (page !== null) {
    steps.unshift(
      <a key="page" href={page} target="_blank" rel="noopener noreferrer">
        {t('registries.signIn.guide.open', { name: t(`registries.sites.${kind}`) })}
      </a>,
    );
  }
  if (way.command.length > 0) steps.push(<Command key="run" command={way.command} />);
  const { pull, push } = facts.scopes;
  if (way.id !== 'password' && way.id !== 'admin' && way.command.length === 0 && push.length > 0) {
    steps.push(<Scopes key="scopes" pull={pull} push={push} />);
  }
  if (way.lifeSeconds !== null) {
    steps.push(<span key="life">{t('registries.signIn.guide.life', { ms: way.lifeSeconds * 1000 })}</span>);
  } else if (way.id === 'token' && page !== null) {
    steps.push(<span key="end">{t('registries.signIn.guide.end')}</span>);
  }
  if (way.id !== 'password' && way.id !== 'key-file') {
    steps.push(<span key="paste">{t('registries.signIn.guide.paste')}</span>);
  }
  if (steps.length === 1) return <div className={styles['text']}>{steps}</div>;
  return (
    <ol className={styles['steps']}>
      {steps.map((step, index) => (
        // Steps have no identity beyond their place.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles['step']}>
          <span className={styles['number']} aria-hidden="true">
            {index + 1}
          </span>
          <div className={styles['words']}>{step}</div>
        </li>
      ))}
    </ol>
  );
}

function Command({ command }: { command: readonly string[] }) {
  const t = useT();
  const line = command.map(quoteForShell).join(' ');
  return (
    <>
      {t('registries.signIn.guide.run')}
      <span className={styles['command']}>
        <code dir="ltr">{line}</code>
        <CopyButton
          iconOnly
          text={line}
          label={t('registries.local.copy', { command: line })}
          copiedLabel={t('lists.copied')}
        />
      </span>
    </>
  );
}

/** What to tick; where pushing needs all that pulling needs and more, one list is enough. */
function Scopes({ pull, push }: { pull: readonly string[]; push: readonly string[] }) {
  const t = useT();
  const isOne = pull.every((scope) => push.includes(scope));
  if (isOne) {
    return (
      <>
        {t('registries.signIn.guide.scopes')}
        <ScopeTags scopes={push} />
      </>
    );
  }
  return (
    <>
      {t('registries.signIn.guide.scopesPull')}
      <ScopeTags scopes={pull} />
      {t('registries.signIn.guide.scopesPush')}
      <ScopeTags scopes={push} />
    </>
  );
}

function ScopeTags({ scopes }: { scopes: readonly string[] }) {
  return (
    <span className={styles['scopes']} dir="ltr">
      {scopes.map((scope) => (
        <Tag key={scope} mono>
          {scope}
        </Tag>
      ))}
    </span>
  );
}
