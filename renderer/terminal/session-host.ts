import type { Connection } from '../client/connection.ts';
import type { ScreenEvents, ScreenLooks, ScreenSize, TerminalScreen } from './terminal-screen.ts';
import type { WriteScheduler } from './write-scheduler.ts';

/** What a session needs of the page. */
export interface SessionHost {
  readonly connection: Pick<Connection, 'client' | 'whenConnected'>;
  readonly scheduler: WriteScheduler;
  readonly looks: () => ScreenLooks;
  readonly allowsClipboard: () => boolean;
  readonly writeClipboard: (text: string) => void;
  /** Makes the screen; xterm is fetched with the first one. */
  readonly openScreen: (size: ScreenSize, looks: ScreenLooks, events: ScreenEvents) => Promise<TerminalScreen>;
  /** Calls back at the next frame, soon after when no frames are drawn. */
  readonly nextFrame: (callback: () => void) => void;
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
}
