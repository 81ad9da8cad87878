import { Cable } from 'lucide-react';
import { useEffect, useId, useMemo, useState, type FormEvent } from 'react';
import { execCommand } from '../../engine/commands/terminals.ts';
import type { Container } from '../../engine/contract/containers.ts';
import type { ExecOptions, ShellChoices, TerminalTarget } from '../../engine/contract/terminals.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { problemWords } from '../errors/problem-words.ts';
import { useT } from '../i18n/use-words.ts';
import { useScript, useStores } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';
import { splitWords } from './split-words.ts';
import { programName } from './terminal-words.ts';
import { UserField } from './user-field.tsx';
import styles from './shell-picker.module.css';

const openKeys = ['enter'];
const other = 'other';
/** More do not fit, and nobody has so many. */
const mostShells = 4;

interface ShellPickerProps {
  container: Container;
  choices: ShellChoices;
  /** What it begins with. */
  initial: ExecOptions;
  onOpen: (target: TerminalTarget) => Promise<EngineProblem | null>;
  onCancel: () => void;
}

/** What the new session runs, as whom and where; the command bar shows the line that it equals. */
export function ShellPicker({ container, choices, initial, onOpen, onCancel }: ShellPickerProps) {
  const t = useT();
  const userLabelId = useId();
  const shells = choices.shells.slice(0, mostShells);
  const [program] = initial.command.length === 1 ? initial.command : [];
  const [shell, setShell] = useState(shells.find((path) => path === program) ?? other);
  const [line, setLine] = useState(initial.command.join(' '));
  const [user, setUser] = useState(initial.user);
  const [folder, setFolder] = useState(initial.workingDir);
  const [privileged, setPrivileged] = useState(initial.privileged);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const [isTried, setIsTried] = useState(false);

  const words = shell === other ? splitWords(line) : [shell];
  const lineProblem =
    words === null ? t('terminals.picker.commandOpen') : words.length === 0 ? t('terminals.picker.commandEmpty') : null;
  const options: ExecOptions = {
    command: words === null || words.length === 0 ? ['COMMAND'] : words,
    user: user.trim(),
    workingDir: folder.trim(),
    privileged,
  };
  useWillRun(container.name, options);

  const submit = async (target: TerminalTarget) => {
    setIsBusy(true);
    setProblem(null);
    const failed = await onOpen(target);
    setIsBusy(false);
    setProblem(failed);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (lineProblem === null && !isBusy) void submit({ kind: 'exec', container: container.id, ...options });
  };
  return (
    <form className={styles['picker']} onSubmit={onSubmit}>
      <div className={styles['row']}>
        <span className={styles['label']} aria-hidden="true">
          {t('terminals.picker.shell')}
        </span>
        <div className={styles['stack']}>
          <Segmented
            label={t('terminals.picker.shell')}
            options={[
              ...shells.map((path) => ({ value: path, label: programName(path) })),
              { value: other, label: t('terminals.picker.other') },
            ]}
            value={shell}
            onChange={setShell}
          />
          <span className={styles['hint']}>
            {t(shells.length === 0 ? 'terminals.picker.noShell' : 'terminals.picker.found')}
          </span>
        </div>
      </div>
      {shell === other ? (
        <div className={styles['row']}>
          <span className={styles['label']} aria-hidden="true">
            {t('terminals.picker.command')}
          </span>
          <TextField
            label={t('terminals.picker.command')}
            hideLabel
            mono
            value={line}
            placeholder={t('terminals.picker.commandPlaceholder')}
            maxLength={4096}
            problem={isTried && lineProblem !== null ? lineProblem : undefined}
            onChange={(event) => setLine(event.currentTarget.value)}
          />
        </div>
      ) : null}
      <div className={styles['row']}>
        <span id={userLabelId} className={styles['label']} aria-hidden="true">
          {t('terminals.picker.user')}
        </span>
        <UserField choices={choices} value={user} onChange={setUser} />
      </div>
      <div className={styles['row']}>
        <span className={styles['label']} aria-hidden="true">
          {t('terminals.picker.folder')}
        </span>
        <TextField
          label={t('terminals.picker.folder')}
          hideLabel
          mono
          value={folder}
          placeholder={choices.workingDir === '' ? '/' : choices.workingDir}
          maxLength={4096}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
      </div>
      <div className={styles['row']}>
        <span />
        <Checkbox
          checked={privileged}
          label={t('terminals.picker.privileged')}
          title={t('terminals.picker.privilegedHint')}
          onChange={setPrivileged}
        />
      </div>
      <div className={styles['row']}>
        <span />
        <div className={styles['attach']}>
          <Button
            variant="link"
            size="sm"
            icon={Cable}
            title={t('terminals.picker.attachHint', { keys: 'Ctrl-P Ctrl-Q' })}
            onClick={() => void submit({ kind: 'attach', container: container.id })}
          >
            {t('terminals.picker.attach')}
          </Button>
        </div>
      </div>
      {problem === null ? null : (
        <p className={styles['problem']} role="alert">
          {problemWords(problem, t).why}
        </p>
      )}
      <div className={styles['foot']}>
        <span className={styles['room']} />
        <Button variant="ghost" onClick={onCancel}>
          {t('terminals.picker.cancel')}
        </Button>
        <Button variant="primary" type="submit" data-autofocus="" keys={openKeys} busy={isBusy}>
          {t('terminals.picker.open')}
        </Button>
      </div>
    </form>
  );
}

/** Shows the line in the command bar as it is edited. */
function useWillRun(name: string, options: ExecOptions): void {
  const { command: store } = useStores();
  // Its identity follows its content: it is made anew in each drawing.
  const key = JSON.stringify(options);
  const command = useMemo(() => execCommand(name, JSON.parse(key) as ExecOptions), [name, key]);
  const script = useScript(command);
  useEffect(() => store.showHint(script), [store, script]);
}
