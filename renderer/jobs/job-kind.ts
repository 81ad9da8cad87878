import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DockerCommand } from '../../engine/commands/command.ts';
import type { Job } from '../../engine/contract/jobs.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import type { Offer } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import type { DialogsStore } from '../stores/dialogs-store.ts';
import type { ToastContent } from '../stores/toasts-store.ts';

/** What the button of each offer does. */
export type Acts = Readonly<Partial<Record<Offer, () => void>>>;

/**
 * How jobs of a kind look and read. Methods, not properties: their parameters are bivariant, so that
 * the view of a kind is also a `JobView<Job>` (`job-kinds.ts`).
 */
export interface JobView<J extends Job> {
  readonly icon: LucideIcon;
  /** Its name is that of an image; else of a file. */
  readonly isOfImage: boolean;
  /** 'Pull nginx' */
  title(job: J, t: Translate): string;
  /** What its bar measures: 'Pulling nginx' */
  progressName(job: J, t: Translate): string;
  /** Beside its name, such as a platform; empty for nothing. */
  tag(job: J): string;
  /** What happens now, or how it ended: 'Downloading, 3 of 8 layers'. Not shown for a failure. */
  stateWords(job: J, t: Translate): string;
  /** 'Couldn’t pull nginx.' */
  failureTitle(job: J, t: Translate): string;
  /** Tells in a corner that it is done. */
  doneToast(job: J, t: Translate, dialogs: () => DialogsStore): ToastContent;
  /** Ways out of a failure besides trying again and starting the engine. */
  acts(job: J, problem: EngineProblem, dialogs: DialogsStore): Acts;
  /** The docker line that it is. */
  command(job: J): DockerCommand;
  /** What unfolds below it; null where there is nothing yet. */
  details(job: J, t: Translate): JobDetails | null;
}

export interface JobDetails {
  /** The names of the button that unfolds and folds them. */
  readonly show: string;
  readonly hide: string;
  /** Drawn only when they are unfolded. */
  draw(): ReactNode;
}
