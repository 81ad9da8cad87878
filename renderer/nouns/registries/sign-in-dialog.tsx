import { Terminal } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState, type FormEvent } from 'react';
import { loginCommand } from '../../../engine/commands/registries.ts';
import { normalizeAddress, registryKindOf } from '../../../engine/contract/registry-kinds.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { toWebLink } from '../../objects/web-link.ts';
import { useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { registryName } from '../../verbs/registry-verbs.ts';
import { KeepChoice } from './keep-choice.tsx';
import { KeyFile } from './key-file.tsx';
import { KindChoice } from './kind-choice.tsx';
import { SecretField, type SecretLook } from './secret-field.tsx';
import styles from './sign-in-dialog.module.css';
import { checkSignInForm, lookOfSecret, placeOfProblem, type SignInField, type SignInForm } from './sign-in-form.ts';
import { showFirstProblem } from './show-first-problem.ts';
import { SignInGuide } from './sign-in-guide.tsx';
import { SignInProblem } from './sign-in-problem.tsx';
import { waysOf, wayWords } from './sign-in-words.ts';
import { keepOf, type KnownKeeping, useFirstKeeping, useKeeping } from './use-keeping.ts';
import { useSignIn } from './use-sign-in.ts';

const enterKeys = ['enter'];
const dialogWidthPx = 840;
const dockerHub = 'docker.io';

export interface SignInDialogProps {
  /** What the form begins with; empty for none. */
  address: string;
  username: string;
  onClose: () => void;
}

/** Asks for a registry's address, the user name and the token, and says which ones that registry wants. */
export function SignInDialog(props: SignInDialogProps) {
  const first = useFirstKeeping(props.address === '' ? dockerHub : (normalizeAddress(props.address) ?? dockerHub));
  return first === undefined ? null : <SignInSurface {...props} first={first} />;
}

function SignInSurface({
  address: firstAddress,
  username: firstUsername,
  onClose,
  first,
}: SignInDialogProps & { first: KnownKeeping | null }) {
  const t = useT();
  const { command } = useStores();
  const formId = useId();
  const secret = useRef<HTMLInputElement>(null);
  const [form, setForm] = useState<SignInForm>({
    address: firstAddress === '' ? dockerHub : firstAddress,
    username: firstUsername,
    way: null,
    keep: null,
    hasAgreed: false,
  });
  const [look, setLook] = useState<SecretLook>(null);
  const [isWaiting, setIsWaiting] = useState(false);
  const [missing, setMissing] = useState<ReadonlyMap<SignInField, string>>(new Map());

  const address = useMemo(() => normalizeAddress(form.address), [form.address]);
  const facts = useMemo(() => waysOf(address), [address]);
  const kind = address === null ? 'private' : registryKindOf(address);
  const keeping = useKeeping(address, first);
  const places = keeping.state === 'known' ? keeping.places : keeping.state === 'asking' ? keeping.before : null;
  const cloudHelper = places?.cloudHelper ?? null;
  const isHelper = cloudHelper !== null && (form.way === null || form.way === 'helper');
  const way = isHelper ? null : (facts.ways.find(({ id }) => id === form.way) ?? facts.ways[0] ?? null);
  const fixedName = way?.username ?? null;
  const username = isHelper ? '' : (fixedName ?? form.username);
  const keep = useMemo(() => {
    if (places === null) return null;
    return isHelper ? ({ kind: 'helper', name: cloudHelper } as const) : keepOf(form.keep, places);
  }, [places, isHelper, cloudHelper, form.keep]);

  const clearSecret = () => {
    if (secret.current !== null) secret.current.value = '';
  };
  const { submit, isBusy, problem, forget } = useSignIn(() => {
    clearSecret();
    onClose();
  });
  useEffect(() => {
    const field = secret.current;
    return () => {
      if (field !== null) field.value = '';
    };
  }, []);

  const line = useMemo(
    () => loginCommand({ address: address ?? 'ADDRESS', username: username === '' ? 'USERNAME' : username }),
    [address, username],
  );
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);

  const change = (changed: Partial<SignInForm>) => {
    setForm((before) => ({ ...before, ...changed }));
    setMissing(new Map());
    setIsWaiting(false);
    forget();
  };
  const changeAddress = (next: string) => {
    const isSameKind = normalizeAddress(next) !== null && kind === registryKindOf(normalizeAddress(next) ?? '');
    change({ address: next, ...(isSameKind ? {} : { way: null }) });
    setLook(lookOfSecret(secret.current?.value ?? '', normalizeAddress(next), waysOf(normalizeAddress(next)), t));
  };
  const send = () => {
    const hasSecret = (secret.current?.value ?? '') !== '';
    const lacks = checkSignInForm(form, { hasSecret, username, isHelper, keep }, t);
    setMissing(lacks);
    // Who is quick presses Enter before it is known where the secret would go: then it is sent when it is.
    setIsWaiting(lacks.size === 0 && keeping.state === 'asking');
    if (lacks.size > 0 || address === null || keep === null || isBusy || keeping.state !== 'known') return;
    const takeSecret = () => (isHelper ? '' : (secret.current?.value ?? ''));
    void submit({ id: address, username: username.trim(), keep, takeSecret });
  };
  const sendWaiting = useEffectEvent(send);
  useEffect(() => {
    if (isWaiting && keeping.state !== 'asking') sendWaiting();
  }, [isWaiting, keeping.state]);
  const formElement = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (missing.size > 0 || problem !== null) showFirstProblem(formElement.current);
  }, [missing, problem]);
  const place = problem === null ? null : placeOfProblem(problem);
  const why = problem === null ? null : problemWords(problem, t).why;
  const problemAt = (field: SignInField) => missing.get(field) ?? (place === field ? why : null);
  const words = way === null ? null : wayWords(kind, way.id);
  const tokenPage = facts.tokenPage === null || fixedName !== null ? null : toWebLink(facts.tokenPage);
  const name = address === null ? '' : registryName(address, t);
  const isReplacing = firstAddress !== '' && firstUsername !== '' && address === firstAddress;

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={isReplacing ? t('registries.signIn.titleReplace', { name }) : t('registries.signIn.title')}
      width={dialogWidthPx}
      closeLabel={t('registries.signIn.close')}
      dismissible={false}
      footer={
        <>
          <span className={styles['pipe']}>
            <Terminal size={14} strokeWidth={1.75} aria-hidden="true" />
            {t('registries.signIn.pipe')}
          </span>
          <Button onClick={onClose}>{t('registries.signIn.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            keys={enterKeys}
            busy={isBusy || isWaiting}
            disabledReason={keeping.state === 'failed' ? t('registries.signIn.keep.failed') : undefined}
          >
            {t('registries.signIn.submit')}
          </Button>
        </>
      }
    >
      <div className={styles['columns']}>
        <form
          ref={formElement}
          id={formId}
          className={styles['form']}
          aria-label={t('registries.signIn.form')}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            send();
          }}
        >
          <KindChoice address={address} onChoose={changeAddress} />
          <TextField
            label={t('registries.signIn.address')}
            mono
            value={form.address}
            maxLength={512}
            hint={addressHint(address, kind, name, t)}
            problem={problemAt('address') ?? undefined}
            onChange={(event) => changeAddress(event.currentTarget.value)}
          />
          {facts.ways.length > 1 || cloudHelper !== null ? (
            <div className={styles['ways']}>
              <span className={styles['label']}>{t('registries.signIn.way')}</span>
              <Segmented
                label={t('registries.signIn.way')}
                value={isHelper ? 'helper' : (way?.id ?? 'token')}
                onChange={(id) => change({ way: id })}
                options={[
                  ...(cloudHelper === null
                    ? []
                    : [{ value: 'helper' as const, label: t('registries.signIn.helper.way', { name: cloudHelper }) }]),
                  ...facts.ways.map(({ id }) => ({
                    value: id,
                    label: t(`registries.ways.${wayWords(kind, id)}.name`),
                  })),
                ]}
              />
            </div>
          ) : null}
          {isHelper ? (
            <p className={styles['helper']}>{t('registries.signIn.helper.text', { name: cloudHelper })}</p>
          ) : (
            <>
              <TextField
                label={t('registries.signIn.username')}
                value={username}
                maxLength={1024}
                readOnly={fixedName !== null}
                autoCapitalize="off"
                data-autofocus={firstUsername === '' && fixedName === null ? '' : undefined}
                hint={
                  fixedName === null
                    ? words === null
                      ? undefined
                      : t(`registries.ways.${words}.who`)
                    : t('registries.signIn.usernameFixed')
                }
                problem={problemAt('username') ?? undefined}
                onChange={(event) => change({ username: event.currentTarget.value })}
              />
              <SecretField
                ref={secret}
                isFirst={firstUsername !== '' || fixedName !== null}
                label={words === null ? '' : t(`registries.ways.${words}.secret`)}
                link={
                  tokenPage === null || way?.id === 'password'
                    ? null
                    : {
                        words: t('registries.signIn.createToken', { name: t(`registries.sites.${kind}`) }),
                        url: tokenPage,
                      }
                }
                look={look}
                problem={problemAt('secret')}
                onInput={(value) => {
                  setLook(lookOfSecret(value, address, facts, t));
                  if (missing.has('secret') || place === 'secret') change({});
                }}
              />
              {way?.id === 'key-file' ? (
                <KeyFile
                  onText={(text) => {
                    if (secret.current === null) return;
                    secret.current.value = text;
                    setLook(lookOfSecret(text, address, facts, t));
                  }}
                />
              ) : null}
            </>
          )}
          {problem !== null &&
          address !== null &&
          (place === 'form' || place === 'certificate' || place === 'insecure') ? (
            <SignInProblem problem={problem} address={address} onAgain={send} />
          ) : null}
          <KeepChoice
            keeping={keeping}
            keep={keep}
            isFixed={isHelper}
            onKeep={(next) => change({ keep: next })}
            hasAgreed={form.hasAgreed}
            onAgree={(hasAgreed) => change({ hasAgreed })}
            problem={problemAt('keep')}
          />
        </form>
        <SignInGuide address={address} facts={facts} way={way} />
      </div>
    </Dialog>
  );
}

function addressHint(
  address: string | null,
  kind: ReturnType<typeof registryKindOf>,
  name: string,
  t: ReturnType<typeof useT>,
): string | undefined {
  if (address === null) return t('registries.signIn.addressHint');
  return kind === 'private' || kind === 'docker-hub' || kind === 'github' || kind === 'local'
    ? undefined
    : t('registries.signIn.recognised', { name });
}
