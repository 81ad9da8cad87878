import type { Job, JobKindName, JobOf } from '../../engine/contract/jobs.ts';
import type { JobView } from './job-kind.ts';
import { importView, loadView, pullView, pushView, saveView } from './transfer-kinds.tsx';

/** Every kind of job. A kind of the contract without a value here does not compile. */
const jobKinds: { readonly [Kind in JobKindName]: JobView<JobOf<Kind>> } = {
  pull: pullView,
  push: pushView,
  load: loadView,
  save: saveView,
  import: importView,
};

/** How a job looks and reads. */
export function viewOf({ kind }: Job): JobView<Job> {
  return jobKinds[kind];
}
