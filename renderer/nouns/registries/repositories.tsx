import { ChevronDown, ChevronRight, Download, Layers, RefreshCw } from 'lucide-react';
import { useCallback, useId, useMemo, useState, type FormEvent } from 'react';
import { registryFactsOf } from '../../../engine/contract/registry-facts.ts';
import type { Job } from '../../../engine/contract/jobs.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { PaneSection } from '../../page/side-pane.tsx';
import { useStores, useJobs } from '../../stores/stores-context.tsx';
import { BusyArc } from '../../ui/busy-arc.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type Names, useNames } from './use-names.ts';
import styles from './repositories.module.css';

interface RepositoriesProps {
  address: string;
  /** It is asked when somebody wants to see it, or at once. */
  isAskedAtOnce?: boolean;
  emptyText?: string | undefined;
}

/** What is in a registry: its repositories where it lists them, and the tags of each. */
export function Repositories({ address, isAskedAtOnce = false, emptyText }: RepositoriesProps) {
  const t = useT();
  const canList = registryFactsOf(address).listsRepositories !== false;
  const [isWanted, setIsWanted] = useState(isAskedAtOnce);
  const [attempt, setAttempt] = useState(0);
  const pushes = useJobs(({ rows }) => countPushes(rows.values(), address));
  const again = (
    <IconButton
      icon={RefreshCw}
      size="sm"
      label={t('registries.repositories.again')}
      onClick={() => setAttempt((before) => before + 1)}
    />
  );
  return (
    <PaneSection title={t('registries.pane.images')} end={canList && isWanted ? again : null}>
      {!canList ? (
        <Unlisted address={address} />
      ) : isWanted ? (
        <Listed
          key={`${attempt} ${pushes}`}
          address={address}
          emptyText={emptyText ?? t('registries.repositories.none')}
        />
      ) : (
        <Button size="sm" onClick={() => setIsWanted(true)}>
          {t('registries.repositories.load')}
        </Button>
      )}
    </PaneSection>
  );
}

/** What was pushed to a registry from here: then it is worth asking again what is in it. */
function countPushes(jobs: Iterable<Job>, address: string): number {
  let count = 0;
  for (const { kind, state, name } of jobs) {
    if (kind === 'push' && state === 'done' && name.startsWith(`${address}/`)) count += 1;
  }
  return count;
}

/** A registry that lists nothing: the name has to be known. */
function Unlisted({ address }: { address: string }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [repository, setRepository] = useState<string | null>(null);
  const show = (event: FormEvent) => {
    event.preventDefault();
    const written = typed.trim();
    const name = written.startsWith(`${address}/`) ? written.slice(address.length + 1) : written;
    // Docker Hub's own images live under a name that nobody types.
    if (name !== '') setRepository(address === 'docker.io' && !name.includes('/') ? `library/${name}` : name);
  };
  return (
    <div className={styles['unlisted']}>
      <p className={styles['quiet']}>{t('registries.repositories.unlisted')}</p>
      <form className={styles['form']} onSubmit={show}>
        <TextField
          className={styles['field']}
          label={t('registries.repositories.field')}
          hideLabel
          placeholder={t('registries.repositories.field')}
          mono
          maxLength={255}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit">{t('registries.repositories.show')}</Button>
      </form>
      {repository === null ? null : <Tags key={repository} address={address} repository={repository} />}
    </div>
  );
}

function Listed({ address, emptyText }: { address: string; emptyText: string }) {
  const t = useT();
  const { client } = useStores();
  const ask = useCallback(
    (after: string, signal: AbortSignal) => client.registries.repositories({ address, after }, { signal }),
    [client, address],
  );
  const list = useNames(ask);
  const [openName, setOpenName] = useState<string | null>(null);
  // Some that could list do not: then it is the same as with those that never do.
  if (list.problem?.code === 'unsupported') return <Unlisted address={address} />;
  return (
    <NamesList list={list} emptyText={emptyText} failedText={t('registries.repositories.failed')}>
      {(list.names ?? []).map((name) => (
        <Repository
          key={name}
          address={address}
          name={name}
          isOpen={name === openName}
          onToggle={() => setOpenName(name === openName ? null : name)}
        />
      ))}
    </NamesList>
  );
}

interface RepositoryProps {
  address: string;
  name: string;
  isOpen: boolean;
  onToggle: () => void;
}

function Repository({ address, name, isOpen, onToggle }: RepositoryProps) {
  const t = useT();
  const tagsId = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li>
      <button
        type="button"
        className={styles['repository']}
        aria-expanded={isOpen}
        aria-controls={isOpen ? tagsId : undefined}
        aria-label={t('registries.repositories.open', { name })}
        onClick={onToggle}
      >
        <Chevron className={styles['chevron']} size={14} strokeWidth={1.75} aria-hidden="true" />
        <Layers className={styles['icon']} size={14} strokeWidth={1.75} aria-hidden="true" />
        <bdi className={styles['name']} dir="ltr" title={name}>
          {name}
        </bdi>
      </button>
      {isOpen ? (
        <div id={tagsId} className={styles['tags']}>
          <Tags address={address} repository={name} />
        </div>
      ) : null}
    </li>
  );
}

function Tags({ address, repository }: { address: string; repository: string }) {
  const t = useT();
  const { client, dialogs } = useStores();
  const ask = useCallback(
    (after: string, signal: AbortSignal) => client.registries.tags({ address, repository, after }, { signal }),
    [client, address, repository],
  );
  const list = useNames(ask);
  const names = useMemo(() => sortTags(list.names ?? []), [list.names]);
  const repositoryName = address === 'docker.io' ? repository.replace(/^library\//, '') : `${address}/${repository}`;
  return (
    <NamesList
      list={list}
      label={t('registries.repositories.tags', { name: repository })}
      emptyText={t('registries.repositories.noTags')}
      failedText={t('registries.repositories.failedTags', { name: repository })}
    >
      {names.map((tag) => {
        const reference = `${repositoryName}:${tag}`;
        return (
          <li key={tag} className={styles['tag']}>
            <bdi className={styles['name']} dir="ltr" title={reference}>
              {tag}
            </bdi>
            <Button
              size="sm"
              variant="ghost"
              icon={Download}
              aria-label={t('registries.repositories.pullName', { name: reference })}
              onClick={() => dialogs.show({ kind: 'pull', reference })}
            >
              {t('registries.repositories.pull')}
            </Button>
          </li>
        );
      })}
    </NamesList>
  );
}

interface NamesListProps {
  list: Names;
  label?: string | undefined;
  emptyText: string;
  failedText: string;
  children: readonly React.ReactNode[];
}

function NamesList({ list, label, emptyText, failedText, children }: NamesListProps) {
  const t = useT();
  const { names, hasMore, isBusy, problem, more } = list;
  return (
    <>
      {children.length === 0 ? null : (
        <ul className={styles['list']} aria-label={label ?? t('registries.repositories.list')}>
          {children}
        </ul>
      )}
      {isBusy && names === null ? (
        <p className={styles['busy']} role="status">
          <BusyArc />
          {t('registries.repositories.loading')}
        </p>
      ) : null}
      {names !== null && names.length === 0 && !hasMore && problem === null ? (
        <p className={styles['quiet']} role="status">
          {emptyText}
        </p>
      ) : null}
      {problem === null ? null : (
        <div role="alert">
          <Callout
            tone="bad"
            title={failedText}
            actions={
              <Button size="sm" onClick={more}>
                {t('registries.repositories.again')}
              </Button>
            }
          >
            <p>{problemWords(problem, t).why}</p>
            {problem.detail === '' ? null : (
              <Details summary={t('registries.pane.details')}>{problemDetails(problem, t).join('\n')}</Details>
            )}
          </Callout>
        </div>
      )}
      {hasMore && problem === null && names !== null ? (
        <Button size="sm" variant="ghost" busy={isBusy} onClick={more}>
          {t('registries.repositories.more')}
        </Button>
      ) : null}
    </>
  );
}

/** `latest` first, then versions with the newest number first. */
function sortTags(tags: readonly string[]): readonly string[] {
  const rank = (tag: string) => (tag === 'latest' ? 0 : 1);
  return [...tags].sort((a, b) => rank(a) - rank(b) || compareText(toNaturalKey(b), toNaturalKey(a)));
}
