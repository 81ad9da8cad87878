/** A form that is longer than the window may have its problem out of sight. */
export function showFirstProblem(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('[aria-invalid]');
  field?.focus();
  (field ?? form?.querySelector('[role="alert"]'))?.scrollIntoView({ block: 'nearest' });
}
