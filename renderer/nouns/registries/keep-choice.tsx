import { CircleCheck } from 'lucide-react';
import { useId } from 'react';
import type { KeepingPlaces, SecretPlace } from '../../../engine/contract/registries.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import { BusyArc } from '../../ui/busy-arc.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Details } from '../../ui/details.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './keep-choice.module.css';
import { storeWords } from './registry-words.ts';
import { SecretChain } from './secret-chain.tsx';
import { type Keep, keepId, type Keeping, keepsOf, placeOfKeep } from './use-keeping.ts';

interface KeepChoiceProps {
  keeping: Keeping;
  keep: Keep | null;
  /** The way to sign in leaves no choice. */
  isFixed: boolean;
  onKeep: (keep: Keep) => void;
  hasAgreed: boolean;
  onAgree: (hasAgreed: boolean) => void;
  /** Why it cannot be kept there, in a sentence. */
  problem: string | null;
}

/** Where the secret is kept: the way the docker CLI would, or another that was chosen. */
export function KeepChoice({ keeping, keep, isFixed, onKeep, hasAgreed, onAgree, problem }: KeepChoiceProps) {
  const t = useT();
  const titleId = useId();
  const places = keeping.state === 'known' ? keeping.places : keeping.state === 'asking' ? keeping.before : null;
  const place = keep === null || places === null ? null : placeOfKeep(keep, places);
  return (
    <section
      className={styles['box']}
      aria-labelledby={titleId}
      aria-busy={keeping.state === 'asking'}
      data-problem={problem === null ? undefined : true}
    >
      <div className={styles['head']}>
        <h3 id={titleId} className={styles['title']}>
          {t('registries.signIn.keep.title')}
        </h3>
        <span className={styles['room']} />
        {keeping.state === 'asking' ? (
          <span className={styles['note']}>
            <BusyArc /> {t('registries.signIn.keep.asking')}
          </span>
        ) : place === null ? null : (
          <PlaceTag place={place} />
        )}
      </div>
      {keeping.state === 'none' ? <p className={styles['note']}>{t('registries.signIn.keep.unknown')}</p> : null}
      {keeping.state === 'failed' ? <p className={styles['bad']}>{t('registries.signIn.keep.failed')}</p> : null}
      {place === null ? null : <SecretChain place={place} />}
      {problem === null ? null : (
        <p className={styles['bad']} role="alert">
          {problem}
        </p>
      )}
      {places === null || keep === null || isFixed ? null : (
        <Choices places={places} keep={keep} onKeep={onKeep} hasAgreed={hasAgreed} onAgree={onAgree} />
      )}
    </section>
  );
}

function PlaceTag({ place }: { place: SecretPlace }) {
  const t = useT();
  if (place.kind === 'file') {
    return (
      <Tag>
        <StatusGlyph status="unhealthy" size={11} />
        {t('registries.signIn.keep.notEncrypted')}
      </Tag>
    );
  }
  return (
    <Tag>
      <CircleCheck className={styles['ok']} size={12} strokeWidth={1.75} aria-hidden="true" />
      {t(place.kind === 'session' ? 'registries.signIn.keep.inMemory' : 'registries.signIn.keep.encrypted')}
    </Tag>
  );
}

interface ChoicesProps extends Pick<KeepChoiceProps, 'onKeep' | 'hasAgreed' | 'onAgree'> {
  places: KeepingPlaces;
  keep: Keep;
}

function Choices({ places, keep, onKeep, hasAgreed, onAgree }: ChoicesProps) {
  const t = useT();
  const group = useId();
  const chosen = keepId(keep);
  const isProtected = places.place !== null && places.problem === null;
  const list = (
    <div className={styles['choices']} role="radiogroup" aria-label={t('registries.signIn.keep.title')}>
      {keepsOf(places).map((one) => {
        const id = keepId(one);
        return (
          <label key={id} className={styles['choice']}>
            <input
              type="radio"
              className={styles['radio']}
              name={group}
              checked={id === chosen}
              onChange={() => onKeep(one)}
            />
            <span>{keepWords(one, places, t)}</span>
          </label>
        );
      })}
      {keep.kind === 'plain-text' ? (
        <div className={styles['agree']}>
          <Checkbox
            label={t('registries.signIn.keep.agree', { path: places.configPath })}
            checked={hasAgreed}
            onChange={onAgree}
          />
        </div>
      ) : null}
      {keep.kind === 'session' ? <p className={styles['note']}>{t('registries.signIn.keep.sessionHint')}</p> : null}
    </div>
  );
  if (isProtected) {
    return (
      <>
        {keep.kind === 'as-docker' ? <p className={styles['note']}>{t('registries.signIn.keep.never')}</p> : null}
        <Details summary={t('registries.signIn.keep.elsewhere')}>{list}</Details>
      </>
    );
  }
  return (
    <>
      {places.problem === null ? (
        <p className={styles['note']}>
          {t(places.helpers.length > 0 ? 'registries.signIn.keep.noUsualHelper' : 'registries.signIn.keep.noHelper')}
        </p>
      ) : (
        <p className={styles['bad']}>{problemWords({ ...places.problem, callId: '' }, t).why}</p>
      )}
      {list}
    </>
  );
}

function keepWords(keep: Keep, { place }: KeepingPlaces, t: Translate): string {
  switch (keep.kind) {
    case 'as-docker':
      return place?.kind === 'helper'
        ? t('registries.signIn.keep.asDocker', { name: place.name })
        : t('registries.signIn.keep.asDockerFile');
    case 'helper':
      return t('registries.signIn.keep.helper', { place: storeWords(keep.name, t) });
    case 'session':
      return t('registries.signIn.keep.session');
    case 'plain-text':
      return t('registries.signIn.keep.plain');
  }
}
