import type { RunField, RunProblems } from './check-run-form.ts';
import type { RunForm } from './run-form.ts';

/** What every group of fields gets from the dialog. */
export interface FieldProps {
  readonly form: RunForm;
  /** The problems that are shown now. */
  readonly problems: RunProblems;
  readonly onChange: (form: RunForm, field: RunField) => void;
  /** The field that has the focus; the command beside the form shows its part. */
  readonly onFocus: (field: RunField | null) => void;
}
