import { oc } from '@orpc/contract';
import { errorData } from './errors.ts';

const failure = { data: errorData };

/** The start of every procedure: each may fail with any of the error codes, and with nothing else. */
export const procedure = oc.errors({
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
});
