import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { plainEngine, scriptOn } from '../../../engine/commands/command.ts';
import { tagImageCommand } from '../../../engine/commands/images.ts';
import { loginCommand } from '../../../engine/commands/registries.ts';
import { pullCommand, pushCommand } from '../../../engine/commands/transfers.ts';
import type { Script } from '../../../engine/contract/journal.ts';
import type { Registry } from '../../../engine/contract/registries.ts';
import { useT } from '../../i18n/use-words.ts';
import { ScriptLines } from '../../page/script-lines.tsx';
import { useLineEngine } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './form-parts.module.css';

interface PushStepsProps {
  source: string;
  /** Null as long as the form names none. */
  target: string | null;
  /** The image has that name already. */
  isSame: boolean;
  registry: Registry | undefined;
  address: string;
  onSignIn: () => void;
}

/** From here to another computer: tag, sign in, push, pull; each with the docker line that does it. */
export function PushSteps({ source, target, isSame, registry, address, onSignIn }: PushStepsProps) {
  const t = useT();
  const engine = useLineEngine();
  const to = target ?? 'NAME';
  const account = registry?.account ?? null;
  const login = loginCommand({ address: address === '' ? 'ADDRESS' : address, username: account || 'USERNAME' });
  return (
    <section>
      <h3 className={styles['stepsTitle']}>{t('images.push.steps')}</h3>
      <ol className={styles['steps']}>
        <Step
          number={1}
          isDone={isSame}
          words={t(isSame ? 'images.push.stepTagDone' : 'images.push.stepTag')}
          script={scriptOn(engine, tagImageCommand(source, to))}
        />
        <Step
          number={2}
          isDone={account !== null}
          words={
            account === null
              ? t('images.push.stepSignIn')
              : account === ''
                ? t('images.push.stepSignInToken')
                : t('images.push.stepSignInDone', { account })
          }
          detail={account === null ? t('images.push.stepSignInOpen') : undefined}
          action={
            account === null && address !== '' ? (
              <Button size="sm" onClick={onSignIn}>
                {t('images.pull.signIn')}
              </Button>
            ) : null
          }
          script={scriptOn(engine, login)}
        />
        <Step number={3} words={t('images.push.stepPush')} script={scriptOn(engine, pushCommand(to))} />
        <Step number={4} words={t('images.push.stepPull')} script={scriptOn(plainEngine, pullCommand(to, ''))} />
      </ol>
    </section>
  );
}

interface StepProps {
  number: number;
  isDone?: boolean | undefined;
  words: string;
  detail?: string | undefined;
  action?: ReactNode | undefined;
  script: Script;
}

function Step({ number, isDone = false, words, detail, action, script }: StepProps) {
  return (
    <li className={styles['step']} data-done={isDone || undefined}>
      <span className={styles['number']} aria-hidden="true">
        {isDone ? <Check size={12} strokeWidth={2} /> : number}
      </span>
      <span>
        {words}
        {detail === undefined ? null : <span className={styles['hint']}> {detail}</span>}
      </span>
      {action ?? <span />}
      {isDone ? null : (
        <span className={styles['line']}>
          <ScriptLines script={script} />
        </span>
      )}
    </li>
  );
}
