import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import { registryName } from '../../verbs/registry-verbs.ts';
import { CertificateForm } from './certificate-form.tsx';
import styles from './sign-in-dialog.module.css';
import { placeOfProblem } from './sign-in-form.ts';
import { Elsewhere, TrustProblem } from './trust-dialog.tsx';
import { useIsBundled, useSetTrust } from './use-set-trust.ts';

interface SignInProblemProps {
  problem: EngineProblem;
  /** Normalised. */
  address: string;
  /** Signs in again, after what stood in the way was mended. */
  onAgain: () => void;
}

/** What went wrong that belongs to no field; where the engine does not trust the registry, with the way to change that. */
export function SignInProblem({ problem, address, onAgain }: SignInProblemProps) {
  const t = useT();
  const place = placeOfProblem(problem);
  const words = problemWords(problem, t);
  const details = problemDetails(problem, t);
  return (
    <>
      <div role="alert">
        <Callout tone="bad" title={t('registries.verbs.signIn.failure', { name: registryName(address, t) })}>
          <p>{words.why}</p>
          {details.length === 0 ? null : <Details summary={t('registries.pane.details')}>{details.join('\n')}</Details>}
        </Callout>
      </div>
      {place === 'certificate' || place === 'insecure' ? (
        <TrustIt address={address} isCertificate={place === 'certificate'} onAgain={onAgain} />
      ) : null}
    </>
  );
}

function TrustIt({
  address,
  isCertificate,
  onAgain,
}: {
  address: string;
  isCertificate: boolean;
  onAgain: () => void;
}) {
  const t = useT();
  const isBundled = useIsBundled();
  const { set, isBusy, problem } = useSetTrust(address);
  const trust = async (wanted: Parameters<typeof set>[0]) => {
    if (await set(wanted)) onAgain();
  };
  return (
    <section className={styles['trust']} aria-label={t('registries.trust.title')}>
      {problem === null ? null : <TrustProblem problem={problem} name={address} />}
      {!isBundled ? (
        <Elsewhere address={address} />
      ) : isCertificate ? (
        <CertificateForm
          address={address}
          submitLabel={t('registries.trust.trustAndSignIn')}
          isBusy={isBusy}
          onTrust={(certificate) => void trust({ certificate })}
        />
      ) : (
        <>
          <p>{t('registries.trust.insecureWarning')}</p>
          <div>
            <Button busy={isBusy} onClick={() => void trust({ isInsecure: true })}>
              {t('registries.trust.allow')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
