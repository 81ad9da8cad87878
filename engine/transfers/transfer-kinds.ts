import { familiarReference } from '../contract/image-reference.ts';
import type { TransferFacts } from '../contract/transfers.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import {
  importImage,
  type ImportOrder,
  load,
  type LoadOrder,
  pull,
  type PullOrder,
  push,
  type PushOrder,
  save,
  type SaveOrder,
} from './transfer-attempts.ts';
import type { TransferEngine } from './transfer-engine.ts';
import { TransferWork } from './transfer-work.ts';

type TransferJobKind<Order> = JobKind<TransferFacts, Order, TransferEngine>;

/** The engine has, or can fetch, all that is needed for another try. */
const repeatable = { canRetry: true, waitsForEngine: true };
/** A page sends the file now: it does not wait for an engine, and does not send it twice. */
const sentOnce = { canRetry: false, waitsForEngine: false };

export const pullKind: TransferJobKind<PullOrder> = {
  ...repeatable,
  begin: (order, on) =>
    new TransferWork({
      kind: 'pull',
      on,
      references: [familiarReference(order.reference)],
      platform: order.platform,
      upload: null,
      attempt: (attempt) => pull(attempt, order),
    }),
};

export const pushKind: TransferJobKind<PushOrder> = {
  ...repeatable,
  begin: (order, on) =>
    new TransferWork({
      kind: 'push',
      on,
      references: [familiarReference(order.reference)],
      platform: '',
      upload: null,
      attempt: (attempt) => push(attempt, order),
    }),
};

export const saveKind: TransferJobKind<SaveOrder> = {
  ...repeatable,
  begin: (order, on) =>
    new TransferWork({
      kind: 'save',
      on,
      references: order.references,
      platform: '',
      upload: null,
      attempt: (attempt) => save(attempt, order),
    }),
};

export const loadKind: TransferJobKind<LoadOrder> = {
  ...sentOnce,
  begin: (order, on) =>
    new TransferWork({
      kind: 'load',
      on,
      references: [],
      platform: '',
      upload: order.upload,
      attempt: (attempt) => load(attempt, order),
    }),
};

export const importKind: TransferJobKind<ImportOrder> = {
  ...sentOnce,
  begin: (order, on) =>
    new TransferWork({
      kind: 'import',
      on,
      references: [familiarReference(order.reference)],
      platform: '',
      upload: order.upload,
      attempt: (attempt) => importImage(attempt, order),
    }),
};
