import { useEffect, useId, useState } from 'react';
import type { CertificateFacts as Facts } from '../../../engine/contract/registries.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useRows, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { registryName } from '../../verbs/registry-verbs.ts';
import { CertificateFacts } from './certificate-facts.tsx';
import { CertificateForm } from './certificate-form.tsx';
import styles from './trust-dialog.module.css';
import { useIsBundled, useSetTrust } from './use-set-trust.ts';

const dialogWidthPx = 560;

/** How the engine is set to reach a registry: its own certificate, and whether encryption may be missing. */
export function TrustDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const t = useT();
  const isBundled = useIsBundled();
  const name = registryName(address, t);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('registries.trust.dialog', { name })}
      width={dialogWidthPx}
      closeLabel={t('registries.trust.close')}
      footer={<Button onClick={onClose}>{t('registries.trust.done')}</Button>}
    >
      {isBundled ? <TrustSettings address={address} name={name} /> : <Elsewhere address={address} />}
    </Dialog>
  );
}

function TrustSettings({ address, name }: { address: string; name: string }) {
  const t = useT();
  const hintId = useId();
  const trust = useRows('registries', ({ rows }) => rows.get(address)?.trust);
  // What was set here counts before the list tells it.
  const [own, setOwn] = useState<Partial<{ hasCertificate: boolean; isInsecure: boolean }>>({});
  const { set, isBusy, problem } = useSetTrust(address);
  const hasCertificate = own.hasCertificate ?? trust?.hasCertificate ?? false;
  const isInsecure = own.isInsecure ?? trust?.isInsecure ?? false;
  const trustCertificate = async (certificate: string | null) => {
    if (await set({ certificate })) setOwn((before) => ({ ...before, hasCertificate: certificate !== null }));
  };
  const allow = async (isAllowed: boolean) => {
    if (await set({ isInsecure: isAllowed })) setOwn((before) => ({ ...before, isInsecure: isAllowed }));
  };
  return (
    <div className={styles['parts']}>
      {problem === null ? null : <TrustProblem problem={problem} name={name} />}
      <section className={styles['part']}>
        <h3 className={styles['title']}>{t('registries.trust.certificate')}</h3>
        <p className={styles['hint']}>{t('registries.trust.certificateHint')}</p>
        {hasCertificate ? (
          <Trusted address={address} isBusy={isBusy} onRemove={() => void trustCertificate(null)} />
        ) : (
          <CertificateForm
            address={address}
            submitLabel={t('registries.trust.trustIt')}
            isBusy={isBusy}
            onTrust={(certificate) => void trustCertificate(certificate)}
          />
        )}
      </section>
      <section className={styles['part']}>
        <div className={styles['line']}>
          <h3 className={styles['title']}>{t('registries.trust.insecureTitle')}</h3>
          <Switch
            checked={isInsecure}
            label={t('registries.trust.insecureLabel', { address })}
            describedBy={hintId}
            onChange={(isAllowed) => void allow(isAllowed)}
          />
        </div>
        <p id={hintId} className={styles['hint']}>
          {t('registries.trust.insecureWarning')} {t('registries.trust.applied')}
        </p>
      </section>
    </div>
  );
}

function Trusted({ address, isBusy, onRemove }: { address: string; isBusy: boolean; onRemove: () => void }) {
  const t = useT();
  const { client } = useStores();
  const [facts, setFacts] = useState<readonly Facts[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    client.registries.certificate({ address }, { signal: abort.signal }).then(setFacts, () => {
      // One that cannot be read can still be taken away.
    });
    return () => abort.abort();
  }, [client, address]);
  return (
    <>
      {facts.length === 0 ? null : <CertificateFacts certificates={facts} />}
      <div>
        <Button busy={isBusy} onClick={onRemove}>
          {t('registries.trust.remove')}
        </Button>
      </div>
    </>
  );
}

/** Why how the engine reaches a registry could not be changed. */
export function TrustProblem({ problem, name }: { problem: EngineProblem; name: string }) {
  const t = useT();
  const details = problemDetails(problem, t);
  return (
    <div role="alert">
      <Callout tone="bad" title={t('registries.trust.failed', { name })}>
        <p>{problemWords(problem, t).why}</p>
        {details.length === 0 ? null : <Details summary={t('app.broken.details')}>{details.join('\n')}</Details>}
      </Callout>
    </div>
  );
}

/** For an engine that is not Berth's own: what whoever looks after it has to do. */
export function Elsewhere({ address }: { address: string }) {
  const t = useT();

  const path = `/etc/docker/certs.d/${address}/ca.crt`;
  return (
    <div className={styles['part']}>
      <p>{t('registries.trust.elsewhere')}</p>
      <ul className={styles['ways']}>
        <li>{t('registries.trust.elsewhereCertificate', { path })}</li>
        <li>{t('registries.trust.elsewhereInsecure')}</li>
      </ul>
    </div>
  );
}
