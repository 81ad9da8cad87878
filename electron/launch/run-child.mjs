// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';

/** npm passes on the Ctrl-C that the terminal has already sent, so the same signal comes twice within milliseconds. */
const sameSignalMs = 500;

/**
 * Runs a program in this one's place: same streams, signals passed on once, its exit code answered.
 *
 * It gets its own process group, because a terminal's Ctrl-C goes to a whole group: the engine service and dockerd would get it
 * together, and the engine must be stopped last and by its owner.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, detached?: boolean }} options
 * @returns {Promise<number>}
 */
export async function runChild(command, args, options = {}) {
  return (await runToEnd(command, args, options)).code;
}

/**
 * Like `runChild`, and tells whether a signal was passed on. With `onMessage` it has a channel to the child, over which `message`
 * is sent first unless it is null.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, detached?: boolean, message?: object | null, onMessage?: (message: unknown) => void }} options
 * @returns {Promise<{ code: number, wasSignalled: boolean }>}
 */
export function runToEnd(command, args, { cwd, env, detached = true, message = null, onMessage } = {}) {
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = onMessage === undefined ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc'];
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio, detached });
    if (onMessage !== undefined) child.on('message', onMessage);
    // A child that has ended already is reported by its exit.
    if (message !== null) child.send(message, () => {});
    let lastMs = -Infinity;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      const nowMs = performance.now();
      if (nowMs - lastMs > sameSignalMs) child.kill(signal);
      lastMs = nowMs;
    };
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    for (const signal of signals) process.on(signal, pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        wasSignalled: lastMs > 0,
      });
    });
  });
}
