import { useT } from '../../i18n/use-words.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { FieldProps } from './field-props.ts';
import { problemSentence } from './problem-sentence.ts';

/** The container's name; without one, Docker makes one up. */
export function NameField({ form, problems, onChange, onFocus }: FieldProps) {
  const t = useT();
  const problem = problems.get('name');
  const fix =
    problem?.kind === 'name-taken'
      ? {
          label: t('run.use', { value: problem.free }),
          onFix: () => onChange({ ...form, name: problem.free }, 'name'),
        }
      : undefined;
  return (
    <TextField
      label={t('run.name')}
      mono
      value={form.name}
      placeholder={t('run.namePlaceholder')}
      maxLength={128}
      problem={problem && problemSentence(problem, t)}
      fix={fix}
      onChange={(event) => onChange({ ...form, name: event.currentTarget.value.trim() }, 'name')}
      onFocus={() => onFocus('name')}
      onBlur={() => onFocus(null)}
    />
  );
}
