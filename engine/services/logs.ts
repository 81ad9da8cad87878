import { randomUUID } from 'node:crypto';
import { followLog } from '../docker/logs.ts';
import { LogFollow } from '../logs/log-follow.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Peer } from './peer.ts';
import { callSignal, type Engine, implementation } from './services.ts';

function findFollow(peer: Peer, id: string): LogFollow {
  const resource = peer.get(id);
  if (resource instanceof LogFollow) return resource;
  throw new EngineError('not-found', 'This log is not open any more.');
}

export function createLogsService(engine: Engine) {
  const { logs } = implementation;
  return {
    open: logs.open.handler(({ input, context }) => {
      const docker = engine.link.connected();
      const id = randomUUID();
      const follow = new LogFollow(
        (signal) => followLog(docker, input.container, { tailLines: input.tailLines }, signal),
        (error) => engine.log.warn({ container: input.container, error: toMessage(error) }, 'a log ended early'),
      );
      context.peer.own(id, follow);
      return { follow: id };
    }),
    changes: logs.changes.handler(({ input, context, signal }) =>
      findFollow(context.peer, input.follow).changes(input, callSignal(signal)),
    ),
    read: logs.read.handler(({ input, context }) =>
      findFollow(context.peer, input.follow).read(input.fromLine, input.toLine),
    ),
    close: logs.close.handler(({ input, context }) => context.peer.close(input.follow)),
  };
}
