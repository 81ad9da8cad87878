import { callSignal, implementation, onEngine, readDeadline, type Service } from './services.ts';

export function createTerminalsService({ terminals: open }: Service) {
  const { terminals } = implementation;
  return {
    choices: terminals.choices
      .use(onEngine)
      .handler(({ input, context, signal }) => open.choices(context.session, input.container, readDeadline(signal))),
    changes: terminals.changes.handler(({ input, signal }) => open.changes(input, callSignal(signal))),
    open: terminals.open
      .use(onEngine)
      .handler(({ input, context, signal }) =>
        open.open(context.session, input.target, input.size, readDeadline(signal)),
      ),
    take: terminals.take.handler(({ input }) => open.find(input.terminal).take()),
    read: terminals.read.handler(({ input: { terminal, view, ...wanted }, signal }) =>
      open.find(terminal).read(view, wanted, callSignal(signal)),
    ),
    keep: terminals.keep.handler(({ input: { terminal, view, offset, snapshot, size } }) =>
      open.find(terminal).keep(view, offset, snapshot, size),
    ),
    write: terminals.write.handler(({ input: { terminal, view, bytes }, signal }) =>
      open.find(terminal).write(view, Buffer.from(bytes, 'base64'), callSignal(signal)),
    ),
    resize: terminals.resize.handler(({ input: { terminal, view, size }, signal }) =>
      open.find(terminal).resize(view, size, readDeadline(signal)),
    ),
    rename: terminals.rename.handler(({ input }) => open.rename(input.terminal, input.name)),
    close: terminals.close.handler(({ input }) => open.close(input.terminal)),
  };
}
