import { runProgram, type RunResult } from '../../engine/platform/process.ts';

/** Presses keys and finds windows of a display, as a person's hands do; throws when it finds nothing. */
export async function xdotool(
  display: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<RunResult> {
  return runProgram(['/usr/bin/xdotool', ...argv], { env: { ...process.env, ...display }, timeoutMs: 5_000 });
}
