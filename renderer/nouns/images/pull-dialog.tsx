import { useEffect, useId, useMemo, useState, type ClipboardEvent } from 'react';
import { pullCommand } from '../../../engine/commands/transfers.ts';
import { type ImageReference, parseImageReference } from '../../../engine/contract/image-reference.ts';
import { useT } from '../../i18n/use-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import { findImage } from '../../objects/image-reference.ts';
import { useSettled } from '../../page/use-settled.ts';
import { useRows, useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { registryName } from '../../verbs/registry-verbs.ts';
import { pullImage } from '../../verbs/transfer-verbs.ts';
import { CommandPreview, FormProblem } from './form-parts.tsx';
import styles from './form-parts.module.css';
import { readPullLine } from './pull-line.ts';
import { faultWords, mendedReference } from './reference-words.ts';
import { SuggestingField } from '../../ui/suggesting-field.tsx';
import { useBegin } from './use-begin.ts';
import { useTags } from './use-tags.ts';

const enterKeys = ['enter'];
const dialogWidthPx = 560;
/** More are not read: another letter narrows them. */
const mostSuggestions = 60;

/** What images are commonly built for (`GOOS/GOARCH[/VARIANT]`, OCI image index). */
const platforms = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
  'linux/386',
  'linux/ppc64le',
  'linux/riscv64',
  'linux/s390x',
];

export interface PullDialogProps {
  /** What the form begins with; may be empty. */
  reference: string;
  platform: string;
  onClose: () => void;
}

/** Asks which image is to be pulled, and says what its name means. */
export function PullDialog({ reference: first, platform: firstPlatform, onClose }: PullDialogProps) {
  const t = useT();
  const { command, dialogs } = useStores();
  const formId = useId();
  const [text, setText] = useState(first);
  const [platform, setPlatform] = useState(firstPlatform);
  const [wantsTags, setWantsTags] = useState(false);
  const [isSent, setIsSent] = useState(false);
  const { begin, isBusy, problem, setProblem } = useBegin(onClose);
  const images = useRows('images', ({ rows }) => rows);

  const typed = text.trim();
  const parsed = useMemo(() => parseImageReference(typed), [typed]);
  const name = useMemo(() => parseImageReference(withoutTag(typed)), [typed]);
  const isHere = useMemo(() => parsed !== null && findImage(typed, images.values()) !== null, [parsed, typed, images]);
  const hasTag = typed !== withoutTag(typed);
  const tags = useTags(name?.domain ?? '', name?.path ?? '', wantsTags || hasTag);
  const suggestions = useMemo(() => {
    const base = withoutTag(typed);
    const word = typed.slice(base.length + 1).toLowerCase();
    const found = tags
      .map((tag) => `${base}:${tag}`)
      .filter((full) =>
        full
          .slice(base.length + 1)
          .toLowerCase()
          .includes(word),
      );
    return found.length === 1 && found[0] === typed ? [] : found.slice(0, mostSuggestions);
  }, [tags, typed]);

  // What is typed is judged when the typing pauses.
  const settled = useSettled(text);
  // Who has typed the colon is about to choose a tag.
  const isChoosing = typed.endsWith(':') && name !== null && !isSent;
  const fault = (settled === text || isSent) && !isChoosing ? faultWords(text, t) : undefined;
  const mended = fault === undefined ? null : mendedReference(text);
  const empty = isSent && typed === '' ? t('images.faults.empty') : undefined;
  const line = useMemo(() => pullCommand(typed === '' ? 'IMAGE' : typed, platform), [typed, platform]);
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);

  const change = (next: string) => {
    const pasted = readPullLine(next);
    setText(pasted?.reference ?? next);
    if (pasted !== null) setPlatform(pasted.platform);
    setIsSent(false);
    setProblem(null);
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = readPullLine(event.clipboardData.getData('text'));
    if (pasted === null) return;
    event.preventDefault();
    setText(pasted.reference);
    setPlatform(pasted.platform);
  };
  const send = () => {
    setIsSent(true);
    if (parsed !== null && !isBusy)
      void begin(pullImage, { id: `pull ${typed} ${platform}`, reference: typed, platform });
  };
  const platformOptions = [
    { value: '', label: t('images.pull.platformOwn') },
    ...[...new Set([...platforms, ...(platform === '' ? [] : [platform])])].map((id) => ({ value: id, label: id })),
  ];

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('images.pull.title')}
      width={dialogWidthPx}
      closeLabel={t('images.forms.close')}
      dismissible={typed === first}
      footer={
        <>
          <Button onClick={onClose}>{t('images.forms.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" keys={enterKeys} busy={isBusy}>
            {t('images.pull.submit')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        aria-label={t('images.pull.form')}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <SuggestingField
          label={t('images.pull.reference')}
          placeholder={t('images.pull.placeholder')}
          value={text}
          onValue={change}
          onPaste={paste}
          onAsk={() => setWantsTags(true)}
          suggestions={suggestions}
          listLabel={t('images.pull.tags')}
          hint={isHere ? t('images.pull.here') : undefined}
          problem={fault ?? empty}
          fix={
            mended === null
              ? undefined
              : { label: t('images.faults.lowerCase', { name: mended }), onFix: () => change(mended) }
          }
        />
        {parsed === null ? null : <Meaning reference={parsed} />}
        {parsed === null ? null : (
          <SignedOut
            address={parsed.domain}
            onSignIn={() =>
              dialogs.show({
                kind: 'sign-in',
                address: parsed.domain,
                username: '',
                back: { kind: 'pull', reference: text, platform },
              })
            }
          />
        )}
        <Select
          label={t('images.pull.platform')}
          value={platform}
          options={platformOptions}
          onChange={setPlatform}
          hint={platform === '' ? undefined : t('images.pull.platformHint')}
        />
        <FormProblem title={t('images.pull.refused')} problem={problem} />
        <CommandPreview script={script} />
      </form>
    </Dialog>
  );
}

/** The name without what stands behind its tag's colon; a registry's port is none. */
function withoutTag(text: string): string {
  const colon = text.lastIndexOf(':');
  return colon > text.lastIndexOf('/') && !text.includes('@') ? text.slice(0, colon) : text;
}

/** What a name means, part by part. */
function Meaning({ reference }: { reference: ImageReference }) {
  const t = useT();
  const { domain, path, tag, digest } = reference;
  return (
    <dl className={styles['means']} aria-label={t('images.pull.means')}>
      <dt>{t('images.pull.registry')}</dt>
      <dd>{registryWords(domain, t)}</dd>
      <dt>{t('images.pull.repository')}</dt>
      <dd>
        <code>{path}</code>
        {domain === 'docker.io' && path.startsWith('library/') ? <span> · {t('images.pull.official')}</span> : null}
      </dd>
      {digest === '' ? (
        <>
          <dt>{t('images.pull.tag')}</dt>
          <dd>
            <code>{tag === '' ? 'latest' : tag}</code>
            {tag === '' ? <span> · {t('images.pull.latest')}</span> : null}
          </dd>
        </>
      ) : (
        <>
          <dt>{t('images.pull.digest')}</dt>
          <dd>
            <code>{digest}</code>
          </dd>
        </>
      )}
    </dl>
  );
}

function registryWords(domain: string, t: Translate): string {
  if (domain === 'docker.io') return t('images.pull.dockerHub');
  const name = registryName(domain, t);
  return name === domain ? domain : `${name} (${domain})`;
}

/** Where nobody is signed in to a registry that the page knows. */
function SignedOut({ address, onSignIn }: { address: string; onSignIn: () => void }) {
  const t = useT();
  const isSignedOut = useRows('registries', ({ rows }) => {
    const registry = rows.get(address);
    return registry?.account === null && !registry.isLocal && address !== 'docker.io';
  });
  if (!isSignedOut) return null;
  return (
    <p className={styles['note']}>
      {t('images.pull.signedOut', { registry: address })}
      <Button size="sm" onClick={onSignIn}>
        {t('images.pull.signIn')}
      </Button>
    </p>
  );
}
