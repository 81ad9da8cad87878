/** Runs the service inside the main process. */
export const inMainSwitch = 'engine-in-main';

/**
 * Switches that let another program read or control the app: debuggers, V8's flags, programs that
 * Chromium starts in front of its processes, and a page that ignores origins (Chromium,
 * `content_switches.cc`; Node, `--inspect`).
 */
const debugSwitches = [
  inMainSwitch,
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-wait',
  'inspect-port',
  'debug-port',
  'js-flags',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'disable-web-security',
] as const;

/** The exit code for a wrong command line (`EX_USAGE`, sysexits.h). */
export const usageExitCode = 64;

/**
 * The sentence that refuses a start with a switch for debugging; null when there is none. `hasSwitch`
 * reads the command line as Chromium does.
 */
export function refuseDebugSwitch(hasSwitch: (name: string) => boolean): string | null {
  const found = debugSwitches.find((name) => hasSwitch(name));
  return found === undefined ? null : `Berth does not start with --${found}, because that switch is for debugging.`;
}
