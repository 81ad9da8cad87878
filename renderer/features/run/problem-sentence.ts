import type { Translate } from '../../i18n/translate.ts';
import { nameInGroup } from '../../objects/container-name.ts';
import type { RunProblem } from './check-run-form.ts';

/** What is wrong with a field, in a sentence. */
export function problemSentence(problem: RunProblem, t: Translate): string {
  switch (problem.kind) {
    case 'image-empty':
      return t('run.problem.imageEmpty');
    case 'image-invalid':
      return t('run.problem.imageInvalid');
    case 'image-missing':
      return t('run.problem.imageMissing');
    case 'name-invalid':
      return t('run.problem.nameInvalid');
    case 'name-taken':
      return t('run.problem.nameTaken', { name: problem.name });
    case 'port-invalid':
      return t('run.problem.portInvalid');
    case 'port-empty':
      return t('run.problem.portEmpty');
    case 'port-twice':
      return t('run.problem.portTwice', { port: problem.port });
    case 'port-forbidden':
      return t('run.problem.portForbidden', { port: problem.port });
    case 'port-taken': {
      const { port, by } = problem;
      if (by === null) return t('run.problem.portTakenByOther', { port });
      return by.project === null
        ? t('run.problem.portTaken', { port, name: by.name })
        : t('run.problem.portTakenIn', { port, name: nameInGroup(by), project: by.project });
    }
  }
}
