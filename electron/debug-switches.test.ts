import { expect, test } from 'vitest';
import { refuseDebugSwitch } from './debug-switches.ts';

const startWith = (...switches: readonly string[]) => refuseDebugSwitch((name) => switches.includes(name));

test('names the switch that it refuses', () => {
  for (const name of ['engine-in-main', 'remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'])
    expect(startWith('host-engine', name)).toBe(
      `Berth does not start with --${name}, because that switch is for debugging.`,
    );
});

test('refuses no switch that a person starts the app with', () => {
  expect(
    startWith('host-engine', 'user-data-dir', 'no-sandbox', 'credential-helper', 'ozone-platform-hint'),
  ).toBeNull();
});
