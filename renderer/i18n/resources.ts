import { app } from './en/app.ts';
import { container } from './en/container.ts';
import { containers } from './en/containers.ts';
import { engine } from './en/engine.ts';
import { errors } from './en/errors.ts';
import { format } from './en/format.ts';
import { frame } from './en/frame.ts';
import { images } from './en/images.ts';
import { lists } from './en/lists.ts';
import { jobs } from './en/jobs.ts';
import { logs } from './en/logs.ts';
import { plugins } from './en/plugins.ts';
import { registries } from './en/registries.ts';
import { run } from './en/run.ts';
import { settings } from './en/settings.ts';
import { terminals } from './en/terminals.ts';
import { transfers } from './en/transfers.ts';
import { verbs } from './en/verbs.ts';

/** Every sentence of the page, one area per file; a key reads `area.name`, such as `verbs.start.label`. */
export const resources = {
  app,
  container,
  containers,
  engine,
  errors,
  format,
  frame,
  images,
  lists,
  jobs,
  logs,
  plugins,
  registries,
  run,
  settings,
  terminals,
  transfers,
  verbs,
} as const;
