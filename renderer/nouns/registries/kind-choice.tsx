import { useRef, type KeyboardEvent } from 'react';
import type { RegistryKind } from '../../../engine/contract/registry-kinds.ts';
import { useT } from '../../i18n/use-words.ts';
import { stepInList } from '../../ui/step-in-list.ts';
import styles from './kind-choice.module.css';
import { KindIcon } from './registry-icon.tsx';

const choices = [
  { id: 'dockerHub', address: 'docker.io', kind: 'docker-hub' },
  { id: 'github', address: 'ghcr.io', kind: 'github' },
  { id: 'other', address: '', kind: 'private' },
] as const satisfies readonly { id: string; address: string; kind: RegistryKind }[];

interface KindChoiceProps {
  /** Normalised; null for none. */
  address: string | null;
  onChoose: (address: string) => void;
}

/** The registries that most people mean, and any other. ←→ move and choose. */
export function KindChoice({ address, onChoose }: KindChoiceProps) {
  const t = useT();
  const group = useRef<HTMLDivElement>(null);
  const known = choices.findIndex((choice) => choice.address === address);
  const chosen = known === -1 ? choices.length - 1 : known;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = choices[stepInList(event.key, chosen, choices.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    group.current?.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
    onChoose(next.address);
  };
  return (
    <div
      ref={group}
      className={styles['choices']}
      role="radiogroup"
      aria-label={t('registries.signIn.registry')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {choices.map(({ id, address: its, kind }, index) => (
        <button
          key={id}
          type="button"
          role="radio"
          data-id={id}
          className={styles['choice']}
          aria-checked={index === chosen}
          tabIndex={index === chosen ? 0 : -1}
          onClick={() => {
            if (index !== chosen) onChoose(its);
          }}
        >
          <KindIcon kind={kind} />
          <span>{t(`registries.signIn.choices.${id}`)}</span>
        </button>
      ))}
    </div>
  );
}
