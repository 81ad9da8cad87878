import { callSignal, implementation, type Service } from './services.ts';

export function createJobsService({ jobs: open }: Pick<Service, 'jobs'>) {
  const { jobs } = implementation;
  return {
    changes: jobs.changes.handler(({ input, signal }) => open.rows.changes(input, callSignal(signal))),
    cancel: jobs.cancel.handler(({ input }) => open.cancel(input.id)),
    retry: jobs.retry.handler(({ input }) => open.retry(input.id)),
    dismiss: jobs.dismiss.handler(({ input }) => open.dismiss(input.ids)),
    log: jobs.log.handler(({ input }) => open.find(input.id).log.read(input.from)),
  };
}
