import { useEffect, useId, useMemo, useState } from 'react';
import { tagImageCommand } from '../../../engine/commands/images.ts';
import { pushCommand } from '../../../engine/commands/transfers.ts';
import { parseImageReference } from '../../../engine/contract/image-reference.ts';
import type { Registry } from '../../../engine/contract/registries.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { useT } from '../../i18n/use-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import { findImage } from '../../objects/image-reference.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { useRows, useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tagImage } from '../../verbs/image-verbs.ts';
import { registryName } from '../../verbs/registry-verbs.ts';
import { pushReference } from '../../verbs/transfer-verbs.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { FormProblem } from './form-parts.tsx';
import styles from './form-parts.module.css';
import { beginPush, hasName, isOfficial, nameAt, type PushFault, type PushForm, targetOf } from './push-form.ts';
import { PushSteps } from './push-steps.tsx';
import { SuggestingField } from '../../ui/suggesting-field.tsx';
import { useBegin } from './use-begin.ts';

const enterKeys = ['enter'];
const dialogWidthPx = 600;
const mostSuggestions = 8;
const other = 'other';

export interface PushDialogProps {
  /** An image here, and where it is to go; both may be empty. */
  image: string;
  registry: string;
  onClose: () => void;
}

/** Says what it takes to have an image in a registry, each step with its docker line, and does it: tag, sign in, push. */
export function PushDialog({ image: firstImage, registry: firstRegistry, onClose }: PushDialogProps) {
  const t = useT();
  const { command, dialogs } = useStores();
  const { run } = useVerbs();
  const formId = useId();
  const images = useRows('images', ({ rows }) => rows);
  const registries = useRows('registries', ({ rows }) => rows);
  const [form, setForm] = useState<PushForm>(() => beginPush(firstImage, firstRegistry, registries.values()));
  const [isOther, setIsOther] = useState(false);
  const [isNamed, setIsNamed] = useState(false);
  const [isSent, setIsSent] = useState(false);
  const [tagProblem, setTagProblem] = useState<EngineProblem | null>(null);
  const { begin, isBusy, problem, setProblem } = useBegin(onClose);

  const source = form.image.trim();
  const reference = useMemo(() => parseImageReference(source), [source]);
  const isHere = useMemo(() => source !== '' && findImage(source, images.values()) !== null, [source, images]);
  const target = useMemo(() => targetOf(form), [form]);
  const isSame = target.reference !== null && hasName(source, target.reference);
  const options = useMemo(() => optionsOf(registries, form.registry, t), [registries, form.registry, t]);
  const suggestions = useMemo(() => suggest(images.values(), source), [images, source]);
  const line = useMemo(() => {
    const to = target.reference ?? 'NAME';
    return isSame ? pushCommand(to) : tagImageCommand(source === '' ? 'IMAGE' : source, to);
  }, [isSame, source, target]);
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);

  const change = (changed: Partial<PushForm>) => {
    setForm((before) => ({ ...before, ...changed }));
    setIsSent(false);
    setProblem(null);
    setTagProblem(null);
  };
  // Until somebody names it otherwise, it is called there as it is here.
  const named = (image: string, registry: string) =>
    isNamed ? {} : nameAt(parseImageReference(image.trim()), registry, registries.values());
  const send = async () => {
    setIsSent(true);
    if (!isHere || target.reference === null || isBusy) return;
    const to = target.reference;
    if (!isSame) {
      const tagged = await run(tagImage, [{ id: `tag ${to}`, source, name: to }], { isQuiet: true });
      if (tagged.kind === 'failed') {
        setTagProblem([...tagged.problems.values()][0] ?? null);
        return;
      }
    }
    await begin(pushReference, { id: `push ${to}`, reference: to });
  };
  const faultAt = (...faults: readonly PushFault[]) => {
    const { fault } = target;
    // An empty field is no fault before somebody was done with it.
    if (fault === null || !faults.includes(fault) || (!isSent && (fault === 'no-repository' || fault === 'address'))) {
      return undefined;
    }
    return faultWords(fault, t);
  };

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('images.push.title')}
      width={dialogWidthPx}
      closeLabel={t('images.forms.close')}
      dismissible={!isNamed}
      footer={
        <>
          <Button onClick={onClose}>{t('images.forms.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" keys={enterKeys} busy={isBusy}>
            {t(isSame ? 'images.push.submit' : 'images.push.submitTag')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        aria-label={t('images.push.form')}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <SuggestingField
          label={t('images.push.image')}
          placeholder={t('images.tag.placeholder')}
          value={form.image}
          opensEmpty
          onValue={(image) => change({ image, ...named(image, form.registry), ...tagOf(image, isNamed) })}
          suggestions={suggestions}
          listLabel={t('images.push.here')}
          renderSuggestion={renderReference}
          problem={
            source === ''
              ? isSent
                ? t('images.push.notHere')
                : undefined
              : isHere
                ? undefined
                : t('images.push.noImage', { name: source })
          }
        />
        {reference !== null && isOfficial(reference) && isHere ? (
          <Callout tone="info" title={t('images.push.official', { name: source })}>
            {t('images.push.why')}
          </Callout>
        ) : null}
        <Select
          label={t('images.push.registry')}
          value={isOther ? other : form.registry}
          options={[...options, { value: other, label: t('images.push.other') }]}
          onChange={(chosen) => {
            setIsOther(chosen === other);
            const registry = chosen === other ? '' : chosen;
            change({ registry, ...named(form.image, registry) });
          }}
        />
        {isOther ? (
          <TextField
            label={t('images.push.otherAddress')}
            mono
            value={form.registry}
            maxLength={255}
            problem={faultAt('address')}
            onChange={(event) => change({ registry: event.currentTarget.value })}
          />
        ) : null}
        <div className={styles['fields']}>
          <TextField
            label={t('images.push.repository')}
            mono
            value={form.repository}
            maxLength={255}
            hint={form.registry === 'docker.io' ? t('images.push.repositoryHint') : undefined}
            problem={faultAt('no-repository', 'repository', 'account')}
            onChange={(event) => {
              setIsNamed(true);
              change({ repository: event.currentTarget.value });
            }}
          />
          <TextField
            label={t('images.push.tag')}
            mono
            value={form.tag}
            maxLength={128}
            problem={faultAt('tag')}
            onChange={(event) => change({ tag: event.currentTarget.value })}
          />
        </div>
        <PushSteps
          source={source === '' ? 'IMAGE' : source}
          target={target.reference}
          isSame={isSame}
          registry={registries.get(form.registry)}
          address={form.registry}
          onSignIn={() =>
            dialogs.show({
              kind: 'sign-in',
              address: form.registry,
              username: '',
              back: { kind: 'push', image: source, registry: form.registry },
            })
          }
        />
        <FormProblem title={t('images.verbs.tag.failure', { name: target.reference ?? '' })} problem={tagProblem} />
        <FormProblem title={t('images.push.refused')} problem={problem} />
      </form>
    </Dialog>
  );
}

function renderReference(reference: string) {
  return <ImageRef reference={reference} />;
}

function tagOf(image: string, isNamed: boolean): Partial<PushForm> {
  return isNamed ? {} : { tag: parseImageReference(image.trim())?.tag || 'latest' };
}

function faultWords(fault: PushFault, t: Translate): string {
  switch (fault) {
    case 'address':
      return t('images.push.badAddress');
    case 'no-repository':
      return t('images.push.noRepository');
    case 'repository':
      return t('images.push.badName');
    case 'account':
      return t('images.push.needsAccount');
    case 'tag':
      return t('images.push.badTag');
  }
}

function optionsOf(registries: ReadonlyMap<string, Registry>, chosen: string, t: Translate) {
  const ids = [...registries.keys()];
  const all = chosen === '' || ids.includes(chosen) ? ids : [...ids, chosen];
  return all.map((id) => {
    const registry = registries.get(id);
    const name = registryName(id, t);
    const label =
      registry?.isLocal === true
        ? t('images.push.local', { address: id })
        : name === id
          ? id
          : t('images.push.named', { name, address: id });
    return { value: id, label };
  });
}

function suggest(images: Iterable<{ readonly tags: readonly string[] }>, typed: string): readonly string[] {
  const word = typed.toLowerCase();
  const found: string[] = [];
  for (const { tags } of images) {
    for (const tag of tags) if (tag !== typed && tag.toLowerCase().includes(word)) found.push(tag);
  }
  return found.sort((a, b) => compareText(toNaturalKey(a), toNaturalKey(b))).slice(0, mostSuggestions);
}
