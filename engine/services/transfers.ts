import { toTransferEngine } from '../engines/transfer-engine.ts';
import { EngineError } from '../platform/engine-error.ts';
import { callSignal, type CallContext, implementation, onEngine, type Service } from './services.ts';

export function createTransfersService({ transfers: open, chooseSavePath, log }: Service) {
  const { transfers } = implementation;
  /** The page that sends a file has to stay for it; it may come back on another connection. */
  const keepSender = ({ peer }: Pick<CallContext, 'peer'>, id: string): void => {
    const key = `transfer ${id}`;
    if (peer.get(key) === null) peer.own(key, { [Symbol.dispose]: () => open.senderIsGone(id) });
  };
  return {
    pull: transfers.pull.use(onEngine).handler(({ input, context }) => ({
      id: open.pull(toTransferEngine(context.session, log), input.reference, input.platform),
    })),
    push: transfers.push
      .use(onEngine)
      .handler(({ input, context }) => ({ id: open.push(toTransferEngine(context.session, log), input.reference) })),
    save: transfers.save.use(onEngine).handler(async ({ input, context }) => ({
      id: await open.save(toTransferEngine(context.session, log), input.references, input.path),
    })),
    savePath: transfers.savePath.handler(async ({ input }) => ({
      path: await open.savePath(input.references),
      canChoose: chooseSavePath !== null,
    })),
    chooseSavePath: transfers.chooseSavePath.handler(async ({ input, signal }) => {
      if (chooseSavePath === null) throw new EngineError('unsupported', 'A browser has no dialog for this.');
      const path = await chooseSavePath(input, callSignal(signal));
      if (path !== null) await open.agreeToReplace(path);
      return { path };
    }),
    load: transfers.load.use(onEngine).handler(({ input, context }) => {
      const id = open.load(toTransferEngine(context.session, log), input.fileName, input.sizeBytes);
      keepSender(context, id);
      return { id };
    }),
    import: transfers.import.use(onEngine).handler(({ input, context }) => {
      const id = open.import(toTransferEngine(context.session, log), input.fileName, input.sizeBytes, input.reference);
      keepSender(context, id);
      return { id };
    }),
    send: transfers.send.handler(async ({ input, context }) => {
      keepSender(context, input.id);
      await open.send(input.id, input.offset, input.bytes);
      // The last, empty piece has been taken: the page is not needed any more.
      if (input.bytes.length === 0) context.peer.close(`transfer ${input.id}`);
    }),
  };
}
