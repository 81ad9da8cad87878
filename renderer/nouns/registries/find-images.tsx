import { BadgeCheck, Download, Layers, Search } from 'lucide-react';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { FoundImage } from '../../../engine/contract/registries.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { searchImages } from '../../verbs/registry-verbs.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import section from './section.module.css';
import styles from './find-images.module.css';

type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly term: string; readonly images: readonly FoundImage[] }
  | { readonly kind: 'failed'; readonly problem: EngineProblem };

/** Looks for images on Docker Hub; each can be pulled from here. */
export function FindImages() {
  const t = useT();
  const headId = useId();
  const { run } = useVerbs();
  const [term, setTerm] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [found, setFound] = useState<Found>({ kind: 'none' });
  const life = useRef<AbortController | null>(null);
  const search = async (event: FormEvent) => {
    event.preventDefault();
    const asked = term.trim();
    if (asked === '') return;
    life.current?.abort();
    const attempt = new AbortController();
    life.current = attempt;
    setIsBusy(true);
    const outcome = await run(searchImages, [{ term: asked }], { signal: attempt.signal, isQuiet: true });
    if (attempt.signal.aborted) return;
    setIsBusy(false);
    if (outcome.kind === 'done') setFound({ kind: 'found', term: asked, images: outcome.results[0] ?? [] });
    if (outcome.kind !== 'failed') return;
    const [problem] = outcome.problems.values();
    if (problem !== undefined) setFound({ kind: 'failed', problem });
  };
  return (
    <section className={section['section']} aria-labelledby={headId}>
      <div className={section['head']}>
        <h2 id={headId} className={section['title']}>
          {t('registries.find.title')}
        </h2>
      </div>
      <form className={styles['form']} role="search" onSubmit={(event) => void search(event)}>
        <TextField
          className={styles['field']}
          label={t('registries.find.field')}
          hideLabel
          type="search"
          icon={Search}
          placeholder={t('registries.find.placeholder')}
          maxLength={255}
          value={term}
          onChange={(event) => setTerm(event.currentTarget.value)}
        />
        <Button type="submit" busy={isBusy}>
          {t('registries.find.search')}
        </Button>
        <span className={styles['where']}>{t('registries.find.where')}</span>
      </form>
      <Results found={found} />
    </section>
  );
}

function Results({ found }: { found: Found }) {
  const t = useT();
  if (found.kind === 'none') return null;
  if (found.kind === 'failed') {
    const details = problemDetails(found.problem, t);
    return (
      <div role="alert">
        <Callout tone="bad" title={t('registries.find.failed')}>
          <p>{problemWords(found.problem, t).why}</p>
          {details.length === 0 ? null : <Details summary={t('app.broken.details')}>{details.join('\n')}</Details>}
        </Callout>
      </div>
    );
  }
  if (found.images.length === 0) {
    return (
      <p className={styles['none']} role="status">
        {t('registries.find.none', { term: found.term })}
      </p>
    );
  }
  return (
    <ul className={styles['results']} aria-label={t('registries.find.results')}>
      {found.images.map((image) => (
        <Result key={image.name} image={image} />
      ))}
    </ul>
  );
}

function Result({ image }: { image: FoundImage }) {
  const t = useT();
  const { dialogs } = useStores();
  const { name, description, stars, isOfficial } = image;
  return (
    <li className={styles['result']}>
      <Layers className={styles['icon']} size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles['name']}>
        <bdi className={styles['reference']} dir="ltr" title={name}>
          {name}
        </bdi>
        {isOfficial ? (
          <Tag>
            <BadgeCheck className={styles['official']} size={12} strokeWidth={1.75} aria-hidden="true" />
            {t('registries.find.official')}
          </Tag>
        ) : null}
      </span>
      <span className={styles['description']} title={description}>
        {description}
      </span>
      <span className={styles['stars']}>{t('registries.find.stars', { count: stars })}</span>
      <Button
        size="sm"
        icon={Download}
        aria-label={t('registries.find.pull', { name })}
        onClick={() => dialogs.show({ kind: 'pull', reference: name })}
      >
        {t('registries.repositories.pull')}
      </Button>
    </li>
  );
}
