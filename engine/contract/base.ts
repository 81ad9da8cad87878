import { oc } from '@orpc/contract';
import { errorData } from './errors.ts';

const failure = { data: errorData };

/** Each procedure may fail with any of the error codes, and with nothing else. */
const failures = {
  unreachable: failure,
  unauthorized: failure,
  'not-found': failure,
  conflict: failure,
  invalid: failure,
  unsupported: failure,
  cancelled: failure,
  timeout: failure,
  rejected: failure,
  internal: failure,
};

/** The start of every procedure of the service itself. */
export const procedure = oc.errors(failures);

/** The start of every procedure on one engine: the call names the engine in a header (`engine-header.ts`). */
export const engineProcedure = oc.$meta({ onEngine: true }).errors(failures);
