import { ArrowRight, CircleAlert, Plus, X } from 'lucide-react';
import { useId } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { RunField, RunProblem } from './check-run-form.ts';
import type { FieldProps } from './field-props.ts';
import { problemSentence } from './problem-sentence.ts';
import { addPort, changePort, type PortRow, removePort } from './run-form.ts';
import styles from './run-dialog.module.css';

/** Ports: on this computer → in the container. */
export function PortsField(props: FieldProps) {
  const { form, onChange } = props;
  const t = useT();
  const labelId = useId();
  return (
    <div role="group" aria-labelledby={labelId}>
      <div id={labelId} className={styles['label']}>
        {t('run.ports')}
      </div>
      {form.ports.length === 0 ? (
        <p className={styles['hint']}>{t('run.noPorts')}</p>
      ) : (
        <div className={styles['portHeads']} aria-hidden="true">
          <span>{t('run.hostPort')}</span>
          <span>{t('run.containerPort')}</span>
        </div>
      )}
      {form.ports.map((row, index) => (
        <PortFields key={row.key} {...props} row={row} number={index + 1} />
      ))}
      <Button
        variant="link"
        size="sm"
        icon={Plus}
        onClick={() => {
          const next = addPort(form);
          onChange(next, `port-${form.nextKey}-container`);
        }}
      >
        {t('run.addPort')}
      </Button>
    </div>
  );
}

interface PortFieldsProps extends FieldProps {
  row: PortRow;
  number: number;
}

function PortFields({ form, problems, onChange, onFocus, row, number }: PortFieldsProps) {
  const t = useT();
  const hostField: RunField = `port-${row.key}-host`;
  const containerField: RunField = `port-${row.key}-container`;
  const hostProblem = problems.get(hostField);
  const containerProblem = problems.get(containerField);
  const free = freePortOf(hostProblem);
  const problem = hostProblem ?? containerProblem;
  const problemId = useId();
  return (
    <div className={styles['portRow']}>
      <div className={styles['portFields']}>
        <TextField
          label={t('run.hostPortOf', { number })}
          hideLabel
          mono
          inputMode="numeric"
          value={row.host}
          placeholder={t('run.anyPort')}
          aria-invalid={hostProblem !== undefined}
          aria-describedby={problem && problemId}
          className={hostProblem && styles['bad']}
          onChange={(event) =>
            onChange(changePort(form, row.key, { host: event.currentTarget.value.trim() }), hostField)
          }
          onFocus={() => onFocus(hostField)}
          onBlur={() => onFocus(null)}
        />
        <ArrowRight className={styles['arrow']} size={14} strokeWidth={1.75} aria-hidden="true" />
        <TextField
          label={t('run.containerPortOf', { number })}
          hideLabel
          mono
          inputMode="numeric"
          value={row.container}
          unit={row.isFromImage ? t('run.fromImage') : row.protocol === 'udp' ? 'udp' : undefined}
          aria-invalid={containerProblem !== undefined}
          aria-describedby={problem && problemId}
          className={containerProblem && styles['bad']}
          onChange={(event) =>
            onChange(changePort(form, row.key, { container: event.currentTarget.value.trim() }), containerField)
          }
          onFocus={() => onFocus(containerField)}
          onBlur={() => onFocus(null)}
        />
        <IconButton
          icon={X}
          size="sm"
          label={t('run.removePort', { number })}
          onClick={() => onChange(removePort(form, row.key), hostField)}
        />
      </div>
      {problem === undefined ? null : (
        <div className={styles['problem']} role="alert">
          <CircleAlert size={13} strokeWidth={1.75} aria-hidden="true" />
          <span id={problemId}>{problemSentence(problem, t)}</span>
          {free === null ? null : (
            <Button size="sm" onClick={() => onChange(changePort(form, row.key, { host: String(free) }), hostField)}>
              {t('run.use', { value: String(free) })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function freePortOf(problem: RunProblem | undefined): number | null {
  return problem !== undefined && 'free' in problem && typeof problem.free === 'number' ? problem.free : null;
}
