import { Play, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { scriptOn } from '../../../engine/commands/command.ts';
import { runCommand } from '../../../engine/commands/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { useRunContainer } from '../../page/run-container.ts';
import { useLineEngine, useRows, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { openRunDialog } from '../../verbs/app-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import { useVerbHint } from '../../verbs/use-verb-hint.ts';
import { FirstContainerPicture } from './first-container-picture.tsx';
import { hasWelcomeImage, welcomeAddress, welcomeRequest } from './welcome.ts';

const enterKeys = ['enter'];
const noTargets: readonly never[] = [];

/** The page of somebody who has no container yet: what one is, and one click to have it. */
export function FirstContainer() {
  const t = useT();
  const hasWelcome = useRows('images', ({ rows }) => hasWelcomeImage(rows.values()));
  return (
    <EmptyState
      title={t('containers.empty.title')}
      picture={<FirstContainerPicture />}
      actions={hasWelcome ? <RunWelcome /> : <RunAny />}
      footer={hasWelcome ? t('containers.empty.hint', { address: welcomeAddress }) : t('containers.empty.noWelcome')}
    >
      {t('containers.empty.text')}
    </EmptyState>
  );
}

function RunWelcome() {
  const t = useT();
  const { dialogs } = useStores();
  const runContainer = useRunContainer();
  const [isBusy, setIsBusy] = useState(false);
  const engine = useLineEngine();
  const hint = useVerbHint(() => scriptOn(engine, runCommand(welcomeRequest)));
  const button = useRef<HTMLButtonElement>(null);
  // The one thing to do on an empty page: Enter does it, unless somebody is elsewhere already.
  useEffect(() => {
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  const run = async () => {
    setIsBusy(true);
    const outcome = await runContainer(welcomeRequest);
    setIsBusy(false);
    // The likeliest reason is the port: the form is where to choose another one.
    if (outcome.kind === 'failed' && [...outcome.problems.values()].some(({ reason }) => reason === 'port-taken')) {
      dialogs.show({ kind: 'run', image: welcomeRequest.image });
    }
  };
  return (
    <Button
      {...hint}
      variant="primary"
      size="lg"
      icon={Play}
      keys={enterKeys}
      busy={isBusy}
      ref={button}
      onClick={() => void run()}
    >
      {t('containers.empty.run')}
    </Button>
  );
}

function RunAny() {
  const { label, button } = useVerb(openRunDialog, noTargets);
  return (
    <Button {...button} icon={Plus} variant="primary" size="lg">
      {label}
    </Button>
  );
}
