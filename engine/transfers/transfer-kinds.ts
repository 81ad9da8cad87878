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
} from './carry.ts';
import type { TransferEngine } from './transfer-engine.ts';
import { TransferWork } from './transfer-work.ts';

type TransferJobKind<Order> = JobKind<TransferFacts, Order, TransferEngine>;

export const pullKind: TransferJobKind<PullOrder> = {
  canRetry: true,
  waitsForEngine: true,
  begin: (order, on) =>
    new TransferWork({
      kind: 'pull',
      on,
      references: [familiarReference(order.reference)],
      platform: order.platform,
      upload: null,
      carry: (carrying) => pull(carrying, order),
    }),
};

export const pushKind: TransferJobKind<PushOrder> = {
  canRetry: true,
  waitsForEngine: true,
  begin: (order, on) =>
    new TransferWork({
      kind: 'push',
      on,
      references: [familiarReference(order.reference)],
      platform: '',
      upload: null,
      carry: (carrying) => push(carrying, order),
    }),
};

export const saveKind: TransferJobKind<SaveOrder> = {
  canRetry: true,
  waitsForEngine: true,
  begin: (order, on) =>
    new TransferWork({
      kind: 'save',
      on,
      references: order.references,
      platform: '',
      upload: null,
      carry: (carrying) => save(carrying, order),
    }),
};

/** A page sends the file now: it does not wait for an engine, and does not send it twice. */
export const loadKind: TransferJobKind<LoadOrder> = {
  canRetry: false,
  waitsForEngine: false,
  begin: (order, on) =>
    new TransferWork({
      kind: 'load',
      on,
      references: [],
      platform: '',
      upload: order.upload,
      carry: (carrying) => load(carrying, order),
    }),
};

/** As a load. */
export const importKind: TransferJobKind<ImportOrder> = {
  canRetry: false,
  waitsForEngine: false,
  begin: (order, on) =>
    new TransferWork({
      kind: 'import',
      on,
      references: [familiarReference(order.reference)],
      platform: '',
      upload: order.upload,
      carry: (carrying) => importImage(carrying, order),
    }),
};
