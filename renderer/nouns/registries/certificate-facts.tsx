import type { CertificateFacts as Facts } from '../../../engine/contract/registries.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useNowMs } from '../../stores/stores-context.tsx';
import { type KeyValue, KeyValues } from '../../ui/key-values.tsx';
import styles from './certificate-form.module.css';

/** What certificates say of themselves, to be compared before one is trusted. */
export function CertificateFacts({ certificates }: { certificates: readonly Facts[] }) {
  return (
    <ul className={styles['facts']}>
      {certificates.map((facts) => (
        <li key={facts.sha256}>
          <OneCertificate facts={facts} />
        </li>
      ))}
    </ul>
  );
}

function OneCertificate({ facts }: { facts: Facts }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const { subject, issuer, validFromMs, validToMs, isAuthority, sha256 } = facts;
  const date = format.exactTime(validToMs);
  const items: KeyValue[] = [
    { label: t('registries.trust.facts.subject'), value: subject },
    { label: t('registries.trust.facts.issuer'), value: issuer },
    {
      label: t('registries.trust.facts.valid'),
      value: t('registries.trust.facts.validValue', { from: format.exactTime(validFromMs), to: date }),
    },
    {
      label: t('registries.trust.facts.authority'),
      value: t(isAuthority ? 'registries.trust.facts.yes' : 'registries.trust.facts.no'),
    },
    { label: t('registries.trust.facts.sha256'), value: sha256, mono: true },
  ];
  return (
    <>
      <KeyValues items={items} />
      {validToMs < nowMs ? <p className={styles['bad']}>{t('registries.trust.facts.expired', { date })}</p> : null}
    </>
  );
}
