import { Plus } from 'lucide-react';
import { useImperativeHandle, useState, type Ref } from 'react';
import type { Container } from '../../engine/contract/containers.ts';
import type { ShellChoices, TerminalTarget } from '../../engine/contract/terminals.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { problemWords } from '../errors/problem-words.ts';
import { useT } from '../i18n/use-words.ts';
import { useStores } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { isApple } from '../ui/keys.ts';
import { Popover } from '../ui/popover.tsx';
import { ShellPicker } from './shell-picker.tsx';
import { keysOf } from './terminal-keys.ts';
import { lastChoice, useReadChoices } from './use-choices.ts';

/** For those who open the picker from elsewhere. */
export interface NewSessionHandle {
  readonly open: () => void;
}

interface NewSessionProps {
  container: Container;
  disabledReason: string | undefined;
  onOpen: (target: TerminalTarget) => Promise<EngineProblem | null>;
  /** Instead of the +. */
  label?: string | undefined;
  ref?: Ref<NewSessionHandle> | undefined;
}

const widthPx = 372;

/** The + at the end of the tabs or a button in its place, and the panel that asks what the new session shall be. */
export function NewSession({ container, disabledReason, onOpen, label, ref }: NewSessionProps) {
  const t = useT();
  const { toasts } = useStores();
  const [place, setPlace] = useState<HTMLSpanElement | null>(null);
  const read = useReadChoices();
  const [choices, setChoices] = useState<ShellChoices | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const open = async () => {
    setIsBusy(true);
    const outcome = await read(container.id);
    setIsBusy(false);
    if ('choices' in outcome) setChoices(outcome.choices);
    else if ('problem' in outcome) {
      toasts.show({ tone: 'bad', title: t('terminals.empty.failed'), text: problemWords(outcome.problem, t).why });
    }
  };
  const toggle = () => {
    if (choices === null) void open();
    else setChoices(null);
  };
  useImperativeHandle(ref, () => ({
    open: () => {
      if (choices === null && disabledReason === undefined) void open();
    },
  }));
  const trigger = {
    busy: isBusy,
    disabledReason,
    'aria-haspopup': 'dialog',
    'aria-expanded': choices !== null,
    onClick: toggle,
  } as const;
  return (
    <span ref={setPlace}>
      {label === undefined ? (
        <IconButton
          {...trigger}
          icon={Plus}
          size="sm"
          label={t('terminals.newSession')}
          keys={keysOf('open', isApple)}
        />
      ) : (
        <Button {...trigger}>{label}</Button>
      )}
      <Popover
        anchor={place?.firstElementChild ?? null}
        open={choices !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setChoices(null);
        }}
        label={t('terminals.picker.title')}
        width={widthPx}
      >
        {choices === null ? null : (
          <ShellPicker
            container={container}
            choices={choices}
            initial={lastChoice(choices) ?? { command: [''], user: '', workingDir: '', privileged: false }}
            onCancel={() => setChoices(null)}
            onOpen={async (target) => {
              const problem = await onOpen(target);
              if (problem === null) setChoices(null);
              return problem;
            }}
          />
        )}
      </Popover>
    </span>
  );
}
